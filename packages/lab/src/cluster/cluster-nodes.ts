import { nearTunnel, nodeAddress, podNetwork } from "../network/addresses.ts";

/** A node of the cluster, before it exists. */
export interface ClusterNode {
	/** Also its host name. */
	name: string;
	role: "server" | "agent";
	/** InternalIP, tailnet-like. */
	address: string;
	/** Of its pods. */
	podNetwork: string;
}

/** Fewest and most nodes: a server and one to three agents. */
export const nodeCounts = { fewest: 2, most: 4 };

/** The server is near; the agents are on the far side of the link. */
export function clusterNodes(count: number): ClusterNode[] {
	return Array.from({ length: count }, (_, index) =>
		index === 0
			? { name: "near", role: "server", address: nearTunnel, podNetwork: "10.42.0.0/24" }
			: {
					name: index === 1 ? "far" : `far-${index}`,
					role: "agent",
					address: nodeAddress(index - 1),
					podNetwork: podNetwork(index - 1),
				},
	);
}
