import {
	nearTunnel,
	nodeAddress,
	podNetwork,
	tailnetAddress,
	underlay,
	underlayNode,
} from "../network/addresses.ts";
import type { Overlay } from "../overlay.ts";

/** A node of the cluster, before it exists. */
export interface ClusterNode {
	/** Also its host name. */
	name: string;
	role: "server" | "agent";
	/** InternalIP, tailnet-like. */
	address: string;
	/** Where the link leads to: the address itself, or what an overlay has below it. */
	underlay: string;
	/** Of its pods. */
	podNetwork: string;
}

/** Fewest and most nodes: a server and one to three agents. */
export const nodeCounts = { fewest: 2, most: 4 };

/** The server is near; the agents are on the far side of the link. */
export function clusterNodes(count: number, overlay?: Overlay): ClusterNode[] {
	return Array.from({ length: count }, (_, index) => {
		const below = underlayOf(index, overlay);
		const addresses = { address: overlay === undefined ? below : tailnetAddress(index), underlay: below };
		if (index === 0) return { name: "near", role: "server", ...addresses, podNetwork: "10.42.0.0/24" };
		const name = index === 1 ? "far" : `far-${index}`;
		return { name, role: "agent", ...addresses, podNetwork: podNetwork(index - 1) };
	});
}

function underlayOf(index: number, overlay: Overlay | undefined): string {
	if (overlay === undefined) return index === 0 ? nearTunnel : nodeAddress(index - 1);
	return index === 0 ? underlay.near : underlayNode(index - 1);
}
