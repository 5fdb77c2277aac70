import { LocaldnsError } from "@localdns/core";
import {
	type ImageSettings,
	type NodeConfigJobSettings,
	nodeConfigJob,
	nodeConfigLabels,
	nodeConfigNamespace,
	nodeProgramConfigMap,
} from "@localdns/core/manifests";
import { refOf } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { NodeAccess, NodeOutcome } from "../../ports/node-access.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { haveNamespace, removeNamespace } from "../../use-cases/change/operation-namespace.ts";
import { waitUntil } from "../../use-cases/change/wait-gone.ts";
import { followNodeJob, type JobEnd, podsOf } from "./follow-node-job.ts";

/** What node Jobs need besides a cluster. */
export interface JobAccessSettings {
	/** The bundled node program, dist/node-program.mjs. */
	readonly program: string;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
	/** Time that a Job's pod has to start. @default 120000 */
	readonly startPatienceMs?: number;
	/** Time that a result may take from the node to here, such as over a link that is away. @default 120000 */
	readonly reportPatienceMs?: number;
	/** Time that a deleted Job and its pod may take to be gone. @default 60000 */
	readonly goneWithinMs?: number;
	/** Time after which a Job that has not ended is named as what is waited for. @default 30000 */
	readonly quietMs?: number;
	readonly onChange: OnChange;
}

/** A Job that the node or someone else took away is made once more; the program goes on where the first one was. */
const mostJobs = 2;

/**
 * Nodes by a privileged Job each. About five requests per node and one per second.
 *
 * Besides what the port says, `open` and `close` throw LDNS742 for a namespace that does not go.
 */
export function jobAccess(cluster: Cluster, settings: JobAccessSettings): NodeAccess {
	const { program, images = {}, startPatienceMs = 120_000, reportPatienceMs = 120_000, onChange } = settings;
	const { goneWithinMs = 60_000, quietMs = 30_000 } = settings;
	const programMap = nodeProgramConfigMap(program);

	async function onNode(
		node: string,
		change: NodeConfigJobSettings["change"],
		patienceMs: number,
	): Promise<NodeOutcome> {
		const patienceSeconds = Math.ceil(patienceMs / 1000);
		const configMap = programMap.metadata.name;
		const job = nodeConfigJob({ node, change, configMap, patienceSeconds, images });
		// There and back again, by the program's own clock.
		const runMs = 2 * patienceMs + reportPatienceMs;
		const patience = { startPatienceMs, runMs, quietMs };
		const follow = () => followNodeJob(cluster, { node, job: job.metadata.name, ...patience, onChange });
		try {
			await clearFormer(node, job, follow);
		} catch (error) {
			if (!(error instanceof LocaldnsError) || error.code !== "LDNS723") throw error;
			return { is: "unclear", error };
		}
		for (let jobs = 1; ; jobs += 1) {
			try {
				await cluster.create(job);
			} catch (error) {
				if (!(error instanceof LocaldnsError)) throw error;
				return { is: "refused", error: noPod(node, error) };
			}
			const end = await follow();
			// Its pod goes on, and the next run waits for its end.
			if (end.is === "lost") return { is: "unclear", error: end.error };
			const isGone = await remove(job);
			if (end.is === "result") return end.outcome;
			// A pod that does not go may be one that runs on a node that nobody hears of.
			if (end.is === "never-ran") return { is: isGone ? "refused" : "unclear", error: end.error };
			if (jobs === mostJobs) return { is: "unclear", error: end.error };
			onChange({ event: "warning", text: `${node}: ${end.error.reason ?? end.error.message}; once more` });
		}
	}

	/** The Job of a run that was interrupted has the node in hand until it ends. */
	async function clearFormer(
		node: string,
		job: ReturnType<typeof nodeConfigJob>,
		follow: () => Promise<JobEnd>,
	): Promise<void> {
		if ((await cluster.read(refOf(job))) === undefined) return;
		onChange({ event: "waiting", text: `an earlier run's Job on ${node} to end` });
		const end = await follow();
		if (end.is === "lost") throw end.error;
		await remove(job);
	}

	/** @returns whether it and its pod are gone */
	async function remove(job: ReturnType<typeof nodeConfigJob>): Promise<boolean> {
		const pods = podsOf(job.metadata.name);
		await cluster.delete(refOf(job));
		return await waitUntil(
			`Job ${job.metadata.name} to be gone`,
			{ timeoutMs: goneWithinMs, onChange },
			async () => {
				const [there, left] = [
					await cluster.read(refOf(job)),
					await cluster.list(pods, ({ metadata }) => metadata),
				];
				return there === undefined && left.length === 0;
			},
		);
	}

	return {
		async open() {
			await haveNamespace(cluster, nodeConfigNamespace, "privileged", onChange);
			await cluster.create(programMap);
		},
		turn: (node, { addresses, adopt, patienceMs }) =>
			onNode(node, { is: "turn", addresses, adopt }, patienceMs),
		giveBack: (node, { patienceMs }) => onNode(node, { is: "give-back" }, patienceMs),
		async close() {
			if (await removeNamespace(cluster, nodeConfigNamespace, onChange)) return;
			await cluster.delete(refOf(programMap));
			// Of runs that were killed, with programs of other versions.
			const label = encodeURIComponent(
				`app.kubernetes.io/name=${nodeConfigLabels["app.kubernetes.io/name"]}`,
			);
			const path = `/api/v1/namespaces/${nodeConfigNamespace}/configmaps?labelSelector=${label}`;
			const maps = await cluster.list(path, ({ metadata }) => metadata?.name);
			const namespace = nodeConfigNamespace;
			for (const name of maps) await cluster.delete({ apiVersion: "v1", kind: "ConfigMap", namespace, name });
		},
	};
}

const noPod = (node: string, error: LocaldnsError): LocaldnsError =>
	new LocaldnsError("LDNS722", `no node Job can be made for ${node}`, {
		reason: [error.message, error.reason].filter((text) => text !== undefined).join(": "),
		hint: error.hint,
		cause: error,
	});
