import { cacheAddress } from "../cluster/installed-cache.ts";
import type { ClusterNode } from "../cluster/node.ts";
import { valuesOf } from "../cluster/node-args.ts";
import { clusterDnsArgs } from "../cluster/node-dns.ts";
import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import { readKubeletArg } from "../k3s/kubelet-arg.ts";
import type { Check } from "./check.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";

const category = "kubelets";

/** What kubelets have been told already. */
export const kubeletChecks: readonly Check[] = [
	{
		id: "competing-flags",
		code: "LDNS630",
		category,
		title: "no kubelet has been given another cluster DNS by hand",
		severity: "error",
		run: (cluster) =>
			fromFacts({ nodes: cluster.nodes }, ({ nodes }) => {
				const own = cacheAddress(cluster);
				const others = [...wrongFlags(nodes, own), ...wrongConfigurations(nodes, own, cluster)];
				if (others.length > 0) return bad(names(others), { about: others });
				const reason = noteless(nodes);
				if (reason !== undefined) return skipped(reason);
				const ours = nodes.filter((node) => clusterDnsArgs(node).length > 0);
				return ok(ours.length === 0 ? "none has one" : `${count(ours.length, "node")} with ${own}`);
			}),
	},
	{
		id: "swallowed-arguments",
		code: "LDNS631",
		category,
		title: "every entry of kubelet-arg has a value, so that none swallows the next",
		severity: "warning",
		run: ({ nodes }) =>
			fromFacts({ nodes }, ({ nodes }) => {
				const reason = noteless(nodes);
				if (reason !== undefined) return skipped(reason);
				const bare = nodes.flatMap(({ name, nodeArgs }) =>
					nodeArgs === undefined
						? []
						: valuesOf(nodeArgs, "kubelet-arg")
								.filter((entry) => readKubeletArg(entry).value === undefined)
								.map((entry) => `${name} (${readKubeletArg(entry).name})`),
				);
				if (bare.length === 0) return ok("none without");
				return bad(`without =: ${names(bare)}`, { about: bare });
			}),
	},
	{
		id: "host-resolver",
		code: "LDNS632",
		category,
		title: "K3s chooses the resolvers that CoreDNS inherits from its node",
		severity: "warning",
		run: ({ nodes }) =>
			fromFacts({ nodes }, ({ nodes }) => {
				const reason = noteless(nodes);
				if (reason !== undefined) return skipped(reason);
				const given = nodes.flatMap(({ name, nodeArgs }) => {
					if (nodeArgs === undefined) return [];
					const flags = [
						...valuesOf(nodeArgs, "resolv-conf"),
						...valuesOf(nodeArgs, "kubelet-arg").flatMap((entry) => {
							const arg = readKubeletArg(entry);
							return arg.name === "resolv-conf" && arg.value !== undefined ? [arg.value] : [];
						}),
					];
					return flags.map((path) => `${name} (${path})`);
				});
				if (given.length === 0) return ok("no node has a resolv-conf of its own");
				return bad(`K3s takes it unread, loopback addresses too: ${names(given)}`, { about: given });
			}),
	},
];

/** Why nothing can be said of the flags, where no node says which it has. */
const noteless = (nodes: readonly ClusterNode[]): string | undefined =>
	nodes.some(({ nodeArgs }) => nodeArgs !== undefined)
		? undefined
		: "no node has the annotation k3s.io/node-args, which K3s writes";

const wrongFlags = (nodes: readonly ClusterNode[], own: string): string[] =>
	nodes.flatMap((node) =>
		clusterDnsArgs(node)
			.filter(({ entry }) => !namesOnly(entry, own))
			.map(({ entry }) => `${node.name} (${entry})`),
	);

/** Nodes whose kubelet says another address although no flag does: its own configuration file holds one. */
function wrongConfigurations(
	nodes: readonly ClusterNode[],
	own: string,
	{ kubeletDns, clusterDns: { service } }: ClusterSnapshot,
): string[] {
	if (!service.known || service.value === undefined) return [];
	const right = [own, ...service.value.addresses];
	return nodes.flatMap((node) => {
		const said = kubeletDns.get(node.name) ?? [];
		if (clusterDnsArgs(node).length > 0 || said.every((address) => right.includes(address))) return [];
		return [`${node.name} (clusterDNS ${said.join(", ")} in the kubelet's own configuration)`];
	});
}

/** Whether an entry gives pods the cache and, at most, more servers behind it. */
function namesOnly(entry: string, own: string): boolean {
	const { name, how, value } = readKubeletArg(entry);
	return name === "cluster-dns" && how === "set" && value?.split(",")[0] === own;
}
