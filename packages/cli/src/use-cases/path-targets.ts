import { isTailnetAddress } from "@localdns/core/checks";
import type { ClusterSnapshot, PathTarget } from "@localdns/core/cluster";

/** More of them would take longer and tell no more. */
const mostTargets = 5;

/** Nodes with a ready CoreDNS, by their address on the tailnet: the ways to them are what names depend on. */
export function pathTargets({
	nodes,
	clusterDns: { endpoints },
}: {
	readonly nodes: ClusterSnapshot["nodes"];
	readonly clusterDns: Pick<ClusterSnapshot["clusterDns"], "endpoints">;
}): readonly PathTarget[] {
	const places = new Set(
		endpoints.known ? endpoints.value.flatMap(({ node, isReady }) => (isReady ? (node ?? []) : [])) : [],
	);
	const all = nodes.known ? nodes.value.filter(({ name }) => places.has(name)) : [];
	return all
		.flatMap(({ name, addresses }) => {
			const address = addresses.find(isTailnetAddress);
			return address === undefined ? [] : [{ node: name, address }];
		})
		.slice(0, mostTargets);
}
