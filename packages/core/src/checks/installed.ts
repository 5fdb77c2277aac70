import type { CacheDaemonSet } from "../cluster/daemon-set.ts";
import { cacheAddress } from "../cluster/installed-cache.ts";
import type { ClusterNode } from "../cluster/node.ts";
import { nameserversOf } from "../cluster/node-dns.ts";
import type { ClusterPod } from "../cluster/pod.ts";
import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import { selectorLabels } from "../manifests/names.ts";
import type { Outcome } from "./check.ts";
import { fromFacts, skipped } from "./outcome.ts";

/** Judges the cache that is installed; without one there is nothing to judge. */
export const ofCache = (cluster: ClusterSnapshot, judge: (cache: CacheDaemonSet) => Outcome): Outcome =>
	fromFacts({ daemonSet: cluster.cache.daemonSet }, ({ daemonSet }) =>
		daemonSet === undefined
			? skipped(`there is no cache in namespace ${cluster.cache.namespace}`)
			: judge(daemonSet),
	);

/** Names of the nodes whose new pods ask the cache. */
export function nodesAskingCache(nodes: readonly ClusterNode[], cluster: ClusterSnapshot): string[] {
	const address = cacheAddress(cluster);
	return nodes.flatMap((node) => (nameserversOf(node, cluster)?.includes(address) === true ? node.name : []));
}

/** Nodes on which a pod of the cache is ready. */
export const nodesWithCache = (pods: readonly ClusterPod[], cluster: ClusterSnapshot): Set<string> =>
	nodesOfCache(
		pods.filter(({ isReady }) => isReady),
		cluster,
	);

/** Nodes that have a pod of the cache, ready or not: those that the DaemonSet selects. */
export const nodesOfCache = (
	pods: readonly ClusterPod[],
	{ cache: { namespace: own } }: ClusterSnapshot,
): Set<string> =>
	new Set(
		pods.flatMap(({ namespace, labels, node }) =>
			namespace === own && labels["k8s-app"] === selectorLabels["k8s-app"] && node !== undefined ? node : [],
		),
	);
