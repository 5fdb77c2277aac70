import { intercepts } from "../cluster/installed-cache.ts";
import type { Check } from "./check.ts";
import { nodesAskingCache, nodesWithCache, ofCache } from "./installed.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";

const category = "the cache";

/** Who asks the cache, and who does not yet. */
export const turnedNodesChecks: readonly Check[] = [
	{
		id: "nodes-with-cache",
		code: "LDNS656",
		category,
		title: "new pods of every node ask the cache, and find it there",
		severity: "error",
		afterInstall: true,
		run: (cluster) =>
			ofCache(cluster, () =>
				fromFacts({ nodes: cluster.nodes, pods: cluster.pods }, ({ nodes, pods }) => {
					if (intercepts(cluster)) return skipped("the cache intercepts, so kubelets are as they were");
					const having = nodesWithCache(pods, cluster);
					const asking = nodesAskingCache(nodes, cluster);
					const inVain = asking.filter((name) => !having.has(name));
					if (inVain.length > 0) {
						return bad(`pods on ${names(inVain)} ask a cache that is not ready there: they do not resolve`, {
							about: inVain,
						});
					}
					if (asking.length === nodes.length) return ok(`${asking.length} of ${nodes.length}`);
					const asked = new Set(asking);
					const rest = nodes.map(({ name }) => name).filter((name) => !asked.has(name));
					return bad(`${asking.length} of ${nodes.length}; not ${names(rest)}`, {
						severity: "warning",
						about: rest,
					});
				}),
			),
	},
	{
		id: "pods-with-cache",
		code: "LDNS657",
		category,
		title: "no pod is older than the cache, and so without it",
		severity: "warning",
		afterInstall: true,
		run: (cluster) =>
			ofCache(cluster, ({ createdAt }) =>
				fromFacts({ nodes: cluster.nodes, pods: cluster.pods }, ({ nodes, pods }) => {
					if (intercepts(cluster)) return skipped("the cache intercepts, so every pod has it");
					const asking = new Set(nodesAskingCache(nodes, cluster));
					if (asking.size === 0) return skipped("no kubelet names the cache yet");
					const older = pods.filter(
						(pod) =>
							pod.asksClusterDns &&
							pod.node !== undefined &&
							asking.has(pod.node) &&
							Date.parse(pod.createdAt) < Date.parse(createdAt),
					);
					if (older.length === 0) return ok("none");
					const owners = [
						...new Set(older.map(({ namespace, owner, name }) => `${namespace}/${owner ?? `Pod/${name}`}`)),
					];
					return bad(`${count(older.length, "pod")} still with the former nameserver: ${names(owners)}`, {
						about: owners,
					});
				}),
			),
	},
];
