import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
	type ClusterSnapshot,
	known,
	type NodeFacts,
	parseNodeFacts,
	type Reading,
	unread,
} from "@localdns/core/cluster";
import {
	type ImageSettings,
	nodeConfigNamespace,
	nodeFactsConfigMap,
	nodeFactsLabels,
	nodeFactsPod,
} from "@localdns/core/manifests";
import { refOf } from "@localdns/core/plan";
import { type PodState, readPodState } from "@localdns/core/verification";
import type { Cluster } from "../ports/cluster.ts";
import { haveNamespace, leaveNamespace } from "./change/operation-namespace.ts";
import { createObject } from "./create-object.ts";
import { pathTargets } from "./path-targets.ts";

interface NodeFactsSettings {
	/** The bundled program, dist/node-facts.mjs. */
	readonly program: string;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
	readonly onProgress: (what: string) => void;
	/** Ends the waiting; what was made is removed all the same. */
	readonly signal?: AbortSignal;
}

/** Pods at a time. */
const mostInFlight = 50;
const pollMs = 1000;
/** An image to pull, 22 s of pings, and a kubelet that reports over a slow link. */
const patienceMs = 90_000;

type Facts = Reading<NodeFacts>;

/**
 * Has a short-lived pod on each ready node find out what the API does not know: its kernel, its resolvers, its
 * tailscaled, the ways to the nodes of CoreDNS. Namespace, program and pods are removed again. What concerns one node
 * is said in its place; two requests per node, and one list a second.
 */
export async function readNodeFacts(
	cluster: Cluster,
	snapshot: Pick<ClusterSnapshot, "nodes" | "clusterDns">,
	{ program, images = {}, onProgress, signal }: NodeFactsSettings,
): Promise<ReadonlyMap<string, Facts>> {
	const nodes = snapshot.nodes.known ? snapshot.nodes.value : [];
	const facts = new Map<string, Facts>();
	for (const { name, notReady } of nodes)
		if (notReady !== undefined) facts.set(name, unread(`it is not ready: ${notReady}`));
	const waiting = nodes.filter(({ name }) => !facts.has(name)).map(({ name }) => name);
	if (waiting.length === 0) return facts;

	const targets = pathTargets(snapshot);
	const run = randomBytes(3).toString("hex");
	const carrier = nodeFactsConfigMap(program);
	const podOn = (node: string) =>
		nodeFactsPod({
			node,
			targets: targets.filter((target) => target.node !== node),
			configMap: carrier.metadata.name,
			suffix: run,
			images,
		});
	const quiet = () => {};
	/** Names of pods that were here. */
	const own = new Set<string>();
	const made = new Map<string, { pod: ReturnType<typeof podOn>; atMs: number }>();
	await haveNamespace(cluster, nodeConfigNamespace, "privileged", quiet);
	try {
		const isNew = (await cluster.create(carrier)) !== undefined;
		try {
			while (waiting.length > 0 || made.size > 0) {
				if (signal?.aborted === true) break;
				onProgress(`the nodes, from pods there (${facts.size} of ${nodes.length})`);
				for (const node of waiting.splice(0, mostInFlight - made.size)) {
					const pod = podOn(node);
					own.add(pod.metadata.name);
					const created = await createObject(cluster, pod);
					if (typeof created === "string") facts.set(node, unread(created));
					else made.set(node, { pod, atMs: performance.now() });
				}
				await sleep(pollMs);
				const states = await statesOf(cluster);
				for (const [node, { pod, atMs }] of made) {
					const reading = judge(states.get(pod.metadata.name), performance.now() - atMs);
					if (reading === undefined) continue;
					facts.set(node, reading);
					await cluster.delete(refOf(pod));
					made.delete(node);
				}
			}
		} finally {
			for (const { pod } of made.values()) await cluster.delete(refOf(pod));
			if (isNew) await cluster.delete(refOf(carrier));
		}
	} finally {
		await leaveNamespace(cluster, nodeConfigNamespace, own, quiet);
	}
	return facts;
}

/** @returns undefined as long as nothing can be said */
function judge(state: PodState | undefined, ageMs: number): Facts | undefined {
	if (state === undefined) return unread("its pod was deleted by someone");
	switch (state.is) {
		case "ended": {
			const facts = parseNodeFacts(state.message);
			if (facts !== undefined) return known(facts);
			return unread(`its pod left no result (${state.exit}) ${state.message.trim().slice(-200)}`.trim());
		}
		case "turned-away":
			return unread(`its pod was turned away: ${state.text}`);
		case "running":
			return ageMs < patienceMs ? undefined : unread("its pod runs, and says nothing");
		case "waiting":
			return ageMs < patienceMs && state.why !== "image-never"
				? undefined
				: unread(`its pod waits: ${state.text}`);
	}
}

const selector = Object.entries(nodeFactsLabels)
	.map(([key, value]) => `${key}=${value}`)
	.join(",");

async function statesOf(cluster: Cluster): Promise<ReadonlyMap<string, PodState>> {
	const path = `/api/v1/namespaces/${nodeConfigNamespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
	return new Map(
		await cluster.list(path, (pod): [string, PodState] => [pod.metadata?.name ?? "", readPodState(pod)]),
	);
}
