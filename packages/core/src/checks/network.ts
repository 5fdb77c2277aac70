import { allowsDns, type EgressRules } from "../cluster/egress-rules.ts";
import { cacheAddress, intercepts } from "../cluster/installed-cache.ts";
import { isSelected } from "../cluster/label-selector.ts";
import { isSwitchedOn, valuesOf } from "../cluster/node-args.ts";
import type { ClusterPod } from "../cluster/pod.ts";
import { selectorLabels } from "../manifests/names.ts";
import type { Check } from "./check.ts";
import { nodesAskingCache } from "./installed.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";

const category = "network";
const cacheLabel = selectorLabels["k8s-app"];

/** What lies between a pod and a cache on its node. */
export const networkChecks: readonly Check[] = [
	{
		id: "kube-proxy",
		code: "LDNS640",
		category,
		title: "kube-proxy leaves the cluster DNS address free for mode intercept",
		severity: "warning",
		run: (cluster) =>
			fromFacts({ nodes: cluster.nodes }, ({ nodes }) => {
				const odd = nodes.flatMap(({ name, nodeArgs }) => {
					if (nodeArgs === undefined) return [];
					if (isSwitchedOn(nodeArgs, "disable-kube-proxy")) return [`${name} (no kube-proxy)`];
					const [mode] = valuesOf(nodeArgs, "kube-proxy-arg")
						.flatMap((entry) => /^(?:--)?proxy-mode=(.*)$/.exec(entry)?.[1] ?? [])
						.slice(-1);
					return mode === undefined || mode === "iptables" ? [] : [`${name} (${mode})`];
				});
				if (odd.length === 0) {
					return nodes.some(({ nodeArgs }) => nodeArgs !== undefined)
						? ok("iptables, as K3s has it")
						: skipped("no node has the annotation k3s.io/node-args, which K3s writes");
				}
				return bad(`only mode kubelet works there: ${names(odd)}`, {
					severity: intercepts(cluster) ? "error" : "warning",
					about: odd,
				});
			}),
	},
	{
		id: "egress-policies",
		code: "LDNS641",
		category,
		title: "no egress policy keeps pods from the cache",
		severity: "warning",
		run: (cluster) => {
			const { egressRules, pods, nodes } = cluster;
			// kube-router lets packets to Service addresses pass before it looks at a pod's rules.
			if (intercepts(cluster)) return skipped("pods ask the cache at the cluster DNS' address, as before");
			return fromFacts({ egressRules, pods, nodes }, ({ egressRules, pods, nodes }) => {
				if (egressRules.length === 0) return ok("there is none");
				const address = cacheAddress(cluster);
				const cut = cutOff(pods, egressRules, address);
				if (cut.length === 0)
					return ok(
						`${count(egressRules.length, "policy", "policies")}, none cuts a pod off from ${address}`,
					);
				const spaces = [...new Set(cut.map(({ namespace }) => namespace))];
				const policies = egressRules.filter(({ namespace }) => spaces.includes(namespace));
				const asked = new Set(nodesAskingCache(nodes, cluster));
				const now = cut.some(({ node }) => node !== undefined && asked.has(node));
				return bad(
					`${count(cut.length, "pod")} could not reach ${address}, in ${count(spaces.length, "namespace")}, by ${names(policies.map(({ namespace, name }) => `${namespace}/${name}`))}`,
					{
						severity: now ? "error" : "warning",
						about: cut.map(({ namespace, name }) => `${namespace}/${name}`),
					},
				);
			});
		},
	},
	{
		id: "port-53",
		code: "LDNS642",
		category,
		title: "no other pod answers DNS on a node's own network",
		severity: "error",
		run: ({ pods, cache: { namespace: own } }) =>
			fromFacts({ pods }, ({ pods }) => {
				const taking = pods.filter(({ takesPort53, namespace, labels }) => {
					const isCache = labels["k8s-app"] === cacheLabel;
					return isCache ? namespace !== own : takesPort53;
				});
				const places = [
					...new Set(taking.map(({ namespace, owner, name }) => `${namespace}/${owner ?? `Pod/${name}`}`)),
				];
				if (places.length === 0) return ok("none");
				return bad(`${names(places)}, on ${count(new Set(taking.map(({ node }) => node)).size, "node")}`, {
					about: places,
				});
			}),
	},
];

/** Pods that ask the cluster DNS, are isolated by some policy, and let through to the cache by none. */
function cutOff(pods: readonly ClusterPod[], rules: readonly EgressRules[], address: string): ClusterPod[] {
	const byNamespace = Map.groupBy(rules, ({ namespace }) => namespace);
	return pods.filter(({ namespace, labels, hostNetwork, asksClusterDns }) => {
		if (hostNetwork || !asksClusterDns) return false;
		const isolating = (byNamespace.get(namespace) ?? []).filter(({ pods }) => isSelected(labels, pods));
		return isolating.length > 0 && !isolating.some((policy) => allowsDns(policy, address));
	});
}
