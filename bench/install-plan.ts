import { performance } from "node:perf_hooks";
import {
	type ClusterSnapshot,
	known,
	readNode,
	readPod,
	unread,
} from "../packages/core/src/cluster/index.ts";
import { renderBundle } from "../packages/core/src/manifests/index.ts";
import { planInstall, podsAsking } from "../packages/core/src/plan/index.ts";
import { largeNode, largePod } from "./large-cluster-objects.ts";

const nodeCount = 5000;
const podsPerNode = 4;

/** The plan of an install on 5,000 nodes with 20,000 pods, and the sorting of these by whom they ask. */
export function installPlanTimes(): string[] {
	const names = Array.from({ length: nodeCount }, (_, index) => `node-${index}`);
	const nodes = names.map((name) => readNode(largeNode(name) as never, () => false));
	const pods = names.flatMap((name) =>
		Array.from(
			{ length: podsPerNode },
			(_, index) => readPod(largePod(name, index) as never, () => false) ?? [],
		).flat(),
	);
	const none = unread("nobody has asked");
	const snapshot: ClusterSnapshot = {
		serverVersion: none,
		rights: { command: "install", answers: none },
		nodes: known(nodes),
		pods: known(pods),
		egressRules: none,
		clusterDns: {
			...{ service: none, deployment: none, endpoints: none },
			...{ configuration: none, custom: none, noted: none },
		},
		cache: { namespace: "kube-system", daemonSet: none, configuration: none, upstreamService: none },
		kubeletDns: new Map(),
		nodeFacts: new Map(),
	};
	const addresses = ["169.254.20.10"];
	const plan = timed(() =>
		planInstall({
			snapshot,
			live: new Map(),
			inventory: undefined,
			records: new Map(),
			wanted: renderBundle({ profile: "resilient", engine: "node-cache" }),
			settings: { mode: "kubelet", stageOnly: false, adopt: false, skipUnready: false, addresses },
		}),
	);
	if (!plan.result.ok || plan.result.plan.turns.length !== nodeCount) throw new Error("that is not the plan");
	const asking = timed(() => podsAsking(snapshot, new Map(), addresses));
	const pace = `${nodeCount} nodes, ${pods.length} pods`;
	return [
		`planInstall: ${plan.ms.toFixed(0)} ms (allowed 5 s), ${pace}`,
		`podsAsking: ${asking.ms.toFixed(0)} ms, ${pace}`,
	];
}

function timed<T>(work: () => T): { readonly result: T; readonly ms: number } {
	const began = performance.now();
	const result = work();
	return { result, ms: performance.now() - began };
}
