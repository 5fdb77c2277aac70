import type { ErrorCode } from "@localdns/core";
import { nodesAskingCache, nodesOfCache, nodesWithCache } from "@localdns/core/checks";
import {
	type ClusterNode,
	type ClusterSnapshot,
	cacheAddress,
	cacheAddresses,
	cacheCorefiles,
	intercepts,
} from "@localdns/core/cluster";
import { type NodeRecord, podsAsking, type WorkloadPods } from "@localdns/core/plan";
import type {
	InstallationStatus,
	InstalledCache,
	NodeState,
	NodeStatus,
	RunningOperation,
	StatusProblem,
} from "../installation-status.ts";
import type { ClusterReader } from "../ports/cluster.ts";
import { observeStatus, type StatusFacts } from "./observe-status.ts";

/** Asks a cluster how its cache stands. Nothing in it changes. @throws LocaldnsError LDNS601–LDNS607 */
export async function readStatus(
	cluster: ClusterReader,
	namespace: string,
	onProgress?: (what: string) => void,
): Promise<InstallationStatus> {
	return installationStatus(await observeStatus(cluster, namespace, onProgress));
}

/** How an installation stands, out of what was read. */
export function installationStatus(facts: StatusFacts): InstallationStatus {
	const { snapshot, operation } = facts;
	const cache = installedCache(facts);
	const nodes = nodesOf(facts, cache);
	const pods = cache?.mode === "intercept" ? { former: [], remaining: [] } : podsOf(facts);
	return {
		namespace: snapshot.cache.namespace,
		cache,
		nodes,
		operation,
		...pods,
		problems: problemsOf(cache, nodes, operation),
	};
}

function installedCache({ snapshot, inventory, available }: StatusFacts): InstalledCache | undefined {
	const { daemonSet } = snapshot.cache;
	if (!daemonSet.known || daemonSet.value === undefined) return undefined;
	const { isOurs, image, wanted: desired, updated, isObserved } = daemonSet.value;
	const keepsStale = cacheCorefiles(snapshot).some(([, text]) => /^\s*serve_stale\b/m.test(text));
	return {
		isOurs,
		toolVersion: inventory?.toolVersion,
		profile: isOurs ? (keepsStale ? "resilient" : "upstream") : undefined,
		engine: /node-(cache|local-dns)/.test(image) ? "node-cache" : "coredns",
		mode: intercepts(snapshot) ? "intercept" : "kubelet",
		image,
		addresses: cacheAddresses(snapshot),
		desired,
		updated,
		available,
		isObserved,
	};
}

function nodesOf({ snapshot, records }: StatusFacts, cache: InstalledCache | undefined): NodeStatus[] {
	const nodes = snapshot.nodes.known ? snapshot.nodes.value : [];
	const pods = snapshot.pods.known ? snapshot.pods.value : [];
	const having = nodesWithCache(pods, snapshot);
	const placed = nodesOfCache(pods, snapshot);
	const isIntercepted = cache?.mode === "intercept";
	const asking = new Set(isIntercepted ? having : nodesAskingCache(nodes, snapshot));
	const isTurned = !isIntercepted && (asking.size > 0 || [...records.values()].some(isOnItsWay));
	const stateOf = (node: ClusterNode): NodeState => {
		const record = records.get(node.name)?.state;
		if (record === "turning" || record === "returning") return "interrupted";
		if (node.notReady !== undefined) return "not-ready";
		if (asking.has(node.name)) return having.has(node.name) ? "asks-cache" : "in-vain";
		if (record === "returned") return "returned";
		if (isTurned && placed.has(node.name)) return "new";
		return having.has(node.name) ? "cached" : "without-cache";
	};
	return nodes.map((node) => ({
		name: node.name,
		role: node.role,
		state: stateOf(node),
		record: records.get(node.name)?.state,
	}));
}

const isOnItsWay = ({ state }: NodeRecord): boolean => state === "turned" || state === "turning";

/** Node by node, because a workload's pods may be on nodes of both kinds. */
function podsOf({ snapshot, records }: StatusFacts): Pick<InstallationStatus, "former" | "remaining"> {
	const nodes = snapshot.nodes.known ? snapshot.nodes.value : [];
	const asking = new Set(nodesAskingCache(nodes, snapshot));
	const own = [cacheAddress(snapshot)];
	const on = (isAsking: boolean): readonly WorkloadPods[] => {
		const pods = snapshot.pods.known ? snapshot.pods.value : [];
		const there = pods.filter(({ node }) => node !== undefined && asking.has(node) === isAsking);
		const part: ClusterSnapshot = { ...snapshot, pods: { known: true, value: there } };
		return podsAsking(part, records, own);
	};
	return {
		former: on(true).filter(({ asks }) => asks !== "cache"),
		remaining: on(false).filter(({ asks }) => asks !== "cluster-dns"),
	};
}

function problemsOf(
	cache: InstalledCache | undefined,
	nodes: readonly NodeStatus[],
	operation: RunningOperation | undefined,
): StatusProblem[] {
	const having = (...states: NodeState[]): string[] =>
		nodes.flatMap(({ name, state }) => (states.includes(state) ? name : []));
	const problem = (code: ErrorCode, about: readonly string[], text: string, hint: string): StatusProblem[] =>
		about.length === 0 ? [] : [{ code, text, hint, nodes: about }];
	const interrupted = nodes.filter(({ state }) => state === "interrupted");
	const begun = (record: "turning" | "returning") =>
		// What the run that holds the lock is doing just now was not interrupted.
		operation === undefined ? interrupted.flatMap((each) => (each.record === record ? each.name : [])) : [];
	return [
		...(cache === undefined
			? [{ code: "LDNS750", text: "no cache is installed", hint: "localdns install", nodes: [] } as const]
			: rollOutProblem(cache)),
		...problem("LDNS752", begun("turning"), "a turn was begun and did not end", "localdns install"),
		...problem("LDNS752", begun("returning"), "a way back was begun and did not end", "localdns rollback"),
		...problem(
			"LDNS753",
			having("in-vain"),
			"new pods ask the cache, and it is not ready there: they do not resolve",
			"kubectl get pods -A -o wide -l k8s-app=node-local-dns",
		),
		...problem("LDNS753", having("not-ready"), "not Ready", "kubectl describe nodes"),
		...problem("LDNS754", having("new"), "new pods do not ask the cache yet", "localdns install"),
	];
}

function rollOutProblem({ isObserved, desired, updated, available }: InstalledCache): StatusProblem[] {
	if (isObserved && updated >= desired && available >= desired) return [];
	const numbers = `${updated} of ${desired} updated, ${available} available`;
	const text = isObserved ? numbers : "its controller has not seen the last change";
	const hint = "kubectl get pods -A -o wide -l k8s-app=node-local-dns";
	return [{ code: "LDNS751", text: `the roll-out of the cache is not complete: ${text}`, hint, nodes: [] }];
}
