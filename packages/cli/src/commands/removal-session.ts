import { LocaldnsError } from "@localdns/core";
import { type ClusterSnapshot, intercepts, rightText } from "@localdns/core/cluster";
import { nodeConfigNamespace, verifyNamespace } from "@localdns/core/manifests";
import { podsAsking, teardownOf } from "@localdns/core/plan";
import type { Cluster } from "../ports/cluster.ts";
import type { OnChange } from "../progress/change-event.ts";
import type { Answer } from "../terminal-prompt.ts";
import { nodeRecordStore } from "../use-cases/change/node-record-store.ts";
import { ownAddresses } from "../use-cases/change/nodes-to-restore.ts";
import { observeInstallation } from "../use-cases/change/observe-installation.ts";
import type { RemovalGround } from "../use-cases/change/removal-ground.ts";
import { usualObjects } from "../use-cases/change/removal-plan.ts";
import { returnTurned } from "../use-cases/change/return-turned.ts";
import type { WholeInstallation } from "../use-cases/change/uninstall-plan.ts";
import { observeCluster } from "../use-cases/observe-cluster.ts";
import { type AccessFlags, clusterDnsOf, clusterDomainOf, waysToNodes } from "./ways-to-nodes.ts";

export interface RemovalSession extends AccessFlags {
	/** Asks again while the API server is away. */
	readonly cluster: Cluster;
	readonly command: "rollback" | "uninstall";
	readonly namespace: string;
	readonly timeoutMs: number;
	/** What runs on nodes and in fresh pods: dist/node-program.mjs and dist/lookup.mjs. */
	readonly programs: { readonly node: string; readonly lookup: string };
	/** Of this run, up to 12 of a-z and 0-9. */
	readonly run: string;
	readonly confirm: (question: string) => Promise<Answer>;
	/** Holds the lock while `work` runs; its signal says that work has to stop. */
	readonly lock: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
	readonly onChange: OnChange;
	/** Shows someone what to do by hand. */
	readonly say: (text: string) => void;
	/** Called with what is read next. */
	readonly onProgress: (what: string) => void;
}

/** The ground of rollback and uninstall on a real cluster. @throws LocaldnsError LDNS601–LDNS607 */
export async function removalGround(session: RemovalSession): Promise<RemovalGround> {
	const { cluster, namespace, command, onChange, onProgress } = session;
	let clusterUid = "";
	const observe = async (): Promise<WholeInstallation> => {
		const snapshot = await observeCluster(cluster, { command, namespace, onProgress });
		const objects = await observeInstallation(cluster, namespace, usualObjects(namespace));
		clusterUid = objects.clusterUid;
		const own = [nodeConfigNamespace, verifyNamespace];
		const asking = podsAsking(snapshot, objects.records, ownAddresses(snapshot)).filter(
			({ asks, namespace: where }) => asks !== "cluster-dns" && !own.includes(where),
		);
		onProgress("");
		return { ...objects, snapshot, asking };
	};
	let latest = await observe();
	checkRights(command, latest);
	let isNew = true;
	return {
		cluster,
		clusterUid,
		observe: async () => {
			if (!isNew) latest = await observe();
			isNew = false;
			return latest;
		},
		confirm: session.confirm,
		locked: (work) =>
			session.lock(async (signal) => {
				const { snapshot } = latest;
				const ways = waysToNodes({
					...session,
					signal,
					clusterDomain: clusterDomainOf(snapshot),
					reference: async () => referenceOf(snapshot),
				});
				try {
					return await work(signal, async (node) => {
						const context = {
							...{ cluster, onChange, timeoutMs: session.timeoutMs },
							access: await ways.access(),
							verification: await ways.verification(),
							records: nodeRecordStore(cluster, namespace),
							clusterDns: clusterDnsOf(snapshot),
						};
						return await returnTurned(context, snapshot, node);
					});
				} finally {
					await ways.close();
				}
			}),
		teardownOf,
		onChange,
	};
}

/** @throws LocaldnsError LDNS604 with every right that is missing */
function checkRights(command: string, { snapshot }: WholeInstallation): void {
	const { answers } = snapshot.rights;
	const missing = answers.known ? answers.value.filter(({ allowed }) => !allowed) : [];
	if (missing.length === 0) return;
	throw new LocaldnsError("LDNS604", `${missing.length} rights of ${command} are missing`, {
		reason: missing.map(rightText).join(", "),
		hint: `localdns rbac --for ${command} | kubectl apply -f -`,
	});
}

/** In mode intercept the cache has the address of the cluster DNS, which is behind the second Service then. */
function referenceOf(snapshot: ClusterSnapshot): readonly string[] {
	const { upstreamService } = snapshot.cache;
	const second = upstreamService.known ? upstreamService.value?.addresses : undefined;
	return intercepts(snapshot) && second !== undefined ? second : clusterDnsOf(snapshot);
}
