/** How packets travel to another node of the tailnet. */
export type TailnetRoute =
	/** UDP from node to node. */
	| { readonly by: "direct" }
	/** UDP through another node of the tailnet, which relays. */
	| { readonly by: "peer-relay" }
	/** TCP through one of tailscale's relay servers. */
	| { readonly by: "derp"; readonly region: string }
	/** Nothing came back. */
	| { readonly by: "nothing"; readonly because: string };

/** The way from one node to another, as its tailscaled saw it in a series of disco pings. */
export interface TailnetPath {
	/** Name of the other node in the cluster. */
	readonly to: string;
	/** By which the last answer came. */
	readonly route: TailnetRoute;
	readonly sent: number;
	readonly lost: number;
	/** Of the pings that were answered; absent where none was. */
	readonly medianMs?: number;
}

/** What tailscaled says of itself on a node. */
export interface TailscaleFacts {
	/** Such as `1.102.5`, without the build. */
	readonly version: string;
	/** `Running` where all is well (tailscale: ipn/backend.go). */
	readonly backendState: string;
	/** The node's own on the tailnet. */
	readonly addresses: readonly string[];
	/** Whether packets go through a network interface; without one no other program's packets reach the tailnet. */
	readonly hasInterface: boolean;
	/** Largest packet of tailscale0, bytes; absent where there is no such interface. */
	readonly mtu?: number;
	/** Whether it takes the tailnet's DNS settings and writes them into the node's own (--accept-dns). */
	readonly acceptsDns: boolean;
	/** Whether its firewall rules are in force; they drop packets from 100.64.0.0/10 that are not its own. */
	readonly hasFirewall: boolean;
	/** By the node's clock; below zero once it has expired, absent where it never does. */
	readonly keyExpiresInDays?: number;
	/** To the nodes that run CoreDNS. */
	readonly paths: readonly TailnetPath[];
}
