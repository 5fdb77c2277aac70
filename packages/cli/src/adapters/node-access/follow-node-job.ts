import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { type ApiObject, readNode } from "@localdns/core/cluster";
import { nodeConfigNamespace } from "@localdns/core/manifests";
import { type PodState, readPodState } from "@localdns/core/verification";
import { parseNodeResult } from "../../node-program/node-result.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { NodeOutcome } from "../../ports/node-access.ts";
import type { OnChange } from "../../progress/change-event.ts";

/** How a node Job ended, as far as the API server tells. */
export type JobEnd =
	| { readonly is: "result"; readonly outcome: NodeOutcome }
	/** No container of it ever ran. */
	| { readonly is: "never-ran"; readonly error: LocaldnsError }
	/** It was taken away before it could tell; another one may. */
	| { readonly is: "taken-away"; readonly error: LocaldnsError }
	/** Nothing was heard of it for as long as it may take. */
	| { readonly is: "lost"; readonly error: LocaldnsError };

export interface FollowSettings {
	readonly node: string;
	readonly job: string;
	/** Until its container runs. */
	readonly startPatienceMs: number;
	/** From then on; longer than the program decides by itself. */
	readonly runMs: number;
	/** After so long without an end it is said what is waited for, once. */
	readonly quietMs: number;
	readonly onChange: OnChange;
}

/** A Job controller that finds no way to make a pod says so in events only. */
const podWithinMs = 30_000;
const pollMs = 1000;

/** Path of the pods of a Job. */
export const podsOf = (job: string): string =>
	`/api/v1/namespaces/${nodeConfigNamespace}/pods?labelSelector=${encodeURIComponent(`batch.kubernetes.io/job-name=${job}`)}`;

/** Follows a Job to its end, through times without an API server: the node goes on without us. */
export async function followNodeJob(cluster: Cluster, settings: FollowSettings): Promise<JobEnd> {
	const { node, job, startPatienceMs, runMs, quietMs, onChange } = settings;
	const begun = performance.now();
	let isQuiet = true;
	let ranSince: number | undefined;
	let last: PodState | undefined;
	const isTrue = kubeletWitness(cluster, node);
	for (;;) {
		const state = await patiently(() => lookAt(cluster, job));
		const now = performance.now();
		if (state !== "unknown") {
			if (state?.is === "running" || state?.is === "ended") ranSince ??= now;
			if (state?.is === "ended") {
				const outcome = parseNodeResult(state.message);
				if (outcome !== undefined) return { is: "result", outcome };
				return { is: "taken-away", error: lost(node, `it left no result (${state.exit})`) };
			}
			if (state?.is === "turned-away") return { is: "taken-away", error: lost(node, state.text) };
			if (state === undefined && last !== undefined)
				return { is: "taken-away", error: lost(node, "its pod was deleted") };
			if (state === undefined && now - begun > Math.min(podWithinMs, startPatienceMs))
				return { is: "never-ran", error: never(node, await eventOf(cluster, job)) };
			last = state;
			const isOver =
				now - begun > startPatienceMs || (state?.is === "waiting" && state.why === "image-never");
			if (state?.is === "waiting" && isOver && (await isTrue(state)))
				return { is: "never-ran", error: never(node, state.text, state.why) };
		}
		const leftMs = runMs - (now - (ranSince ?? begun + startPatienceMs));
		if (leftMs < 0) return { is: "lost", error: lost(node, "it was not heard of again") };
		if (isQuiet && now - begun > quietMs) {
			isQuiet = false;
			const seconds = Math.ceil(leftMs / 1000);
			onChange({
				event: "waiting",
				text: `the node Job on ${node} to tell how it ended, ${seconds} s at most`,
			});
		}
		await sleep(pollMs);
	}
}

/** Renewals of a node's lease (one in 10 s) after which its kubelet surely has told all that it knew. */
const renewals = 2;

/**
 * Tells whether a pod that is said to wait does wait: restarting K3s, its program takes away the kubelet that would have
 * said that it runs, and for most of a minute the node seems as ready as before. What a kubelet says counts when it goes
 * on renewing its lease; where that may not be read, when the node is ready.
 */
function kubeletWitness(cluster: Cluster, node: string): (state: PodState) => Promise<boolean> {
	const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${encodeURIComponent(node)}`;
	const seen = new Set<string>();
	return async (state) => {
		if (state.is !== "waiting") return false;
		if (state.why === "scheduler" || state.why === "image-never") return true;
		try {
			const found = (await cluster.get(lease)) as { spec?: { renewTime?: string } } | undefined;
			seen.add(found?.spec?.renewTime ?? "");
			return seen.size > renewals;
		} catch (error) {
			if (!(error instanceof LocaldnsError)) throw error;
			if (error.code !== "LDNS604") return false;
			const object = await patiently(() => cluster.get(`/api/v1/nodes/${encodeURIComponent(node)}`));
			if (object === "unknown" || object === undefined) return false;
			return readNode(object, () => false).notReady === undefined;
		}
	};
}

/** @returns undefined where there is no pod */
async function lookAt(cluster: Cluster, job: string): Promise<PodState | undefined> {
	const states = await cluster.list(podsOf(job), readPodState);
	return states.at(-1);
}

/** Without the API server nothing is known, and nothing is lost: the node's own program decides. */
async function patiently<T>(ask: () => Promise<T>): Promise<T | "unknown"> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof LocaldnsError && ["LDNS601", "LDNS606", "LDNS607"].includes(error.code))
			return "unknown";
		throw error;
	}
}

async function eventOf(cluster: Cluster, job: string): Promise<string> {
	const path = `/api/v1/namespaces/${nodeConfigNamespace}/events?fieldSelector=${encodeURIComponent(`involvedObject.name=${job}`)}`;
	try {
		const texts = await cluster.list(path, (event) => (event as ApiObject & { message?: string }).message);
		return texts.at(-1) ?? "the Job made no pod";
	} catch (error) {
		if (error instanceof LocaldnsError) return "the Job made no pod, and its events may not be read";
		throw error;
	}
}

const whyTexts: Readonly<Record<string, string>> = {
	scheduler: "no room for it",
	image: "its image cannot be had",
	"image-never": "its image cannot be had",
	kubelet: "the node's kubelet does not begin with it",
	container: "its container does not start",
};

const never = (node: string, text: string, why?: string): LocaldnsError =>
	new LocaldnsError("LDNS722", `the node Job cannot run on ${node}`, {
		reason: why === undefined ? text : `${whyTexts[why]}: ${text}`,
		hint:
			why === "scheduler" || why === "kubelet"
				? `kubectl describe node ${node}`
				: "localdns install --help, for --registry, or kubectl -n localdns-node-config get events",
	});

const lost = (node: string, reason: string): LocaldnsError =>
	new LocaldnsError("LDNS723", `the node Job on ${node} left no result`, { reason });
