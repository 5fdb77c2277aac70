import { readKubeletArg, setsClusterDns, swallowedBy } from "../k3s/kubelet-arg.ts";
import type { ClusterNode } from "./node.ts";
import { valuesOf } from "./node-args.ts";
import type { ClusterSnapshot } from "./snapshot.ts";

/** Nameservers that the kubelet's arguments name on this node, in force or not; empty for K3s' own choice. */
export function clusterDnsArgs({ nodeArgs }: ClusterNode): { entry: string; swallowed: boolean }[] {
	if (nodeArgs === undefined) return [];
	const entries = valuesOf(nodeArgs, "kubelet-arg");
	const swallowed = swallowedBy(entries);
	return entries.flatMap((entry, index) =>
		setsClusterDns(entry) ? [{ entry, swallowed: swallowed[index] !== undefined }] : [],
	);
}

/**
 * Nameservers that new pods of a node get: what its kubelet says, else what K3s has noted. Undefined where nothing says
 * anything, which on K3s means the cluster DNS.
 */
export function nameserversOf(
	node: ClusterNode,
	{ kubeletDns }: ClusterSnapshot,
): readonly string[] | undefined {
	const said = kubeletDns.get(node.name);
	if (said !== undefined) return said;
	const named = namedNameservers(node);
	return named.length === 0 ? undefined : named;
}

/** Nameservers that K3s has noted of a node's kubelet arguments; empty for K3s' own choice, the cluster DNS. */
export const namedNameservers = (node: ClusterNode): readonly string[] =>
	clusterDnsArgs(node)
		.filter(({ swallowed }) => !swallowed)
		.flatMap(({ entry }) => readKubeletArg(entry).value?.split(",") ?? []);
