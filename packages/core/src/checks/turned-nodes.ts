import { cacheAddress, intercepts } from "../cluster/installed-cache.ts";
import { known } from "../cluster/reading.ts";
import { parseNodeRecords } from "../plan/node-records.ts";
import { podsAsking } from "../plan/pods-asking.ts";
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
		title: "no pod is older than its node's turn, and so without the cache",
		severity: "warning",
		afterInstall: true,
		run: (cluster) =>
			ofCache(cluster, () =>
				fromFacts({ nodes: cluster.nodes, pods: cluster.pods }, ({ nodes, pods }) => {
					if (intercepts(cluster)) return skipped("the cache intercepts, so every pod has it");
					const asking = new Set(nodesAskingCache(nodes, cluster));
					if (asking.size === 0) return skipped("no kubelet names the cache yet");
					const there = known(pods.filter(({ node }) => node !== undefined && asking.has(node)));
					const { nodeRecords } = cluster.cache;
					const records = parseNodeRecords(nodeRecords?.known === true ? nodeRecords.value?.data : {});
					const former = podsAsking({ ...cluster, pods: there }, records, [cacheAddress(cluster)]).filter(
						({ asks }) => asks === "cluster-dns",
					);
					if (former.length === 0) return ok("none");
					const older = former.reduce((sum, { pods: members }) => sum + members.length, 0);
					const owners = former.map(({ namespace, workload }) => `${namespace}/${workload}`);
					return bad(`${count(older, "pod")} still with the former nameserver: ${names(owners)}`, {
						about: owners,
					});
				}),
			),
	},
];
