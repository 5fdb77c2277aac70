import type { Place } from "../network/place.ts";
import type { TailscalePrograms } from "./provide-tailscale.ts";

/** A place that is to be on the tailnet. */
export interface TailnetMember {
	/** On the tailnet; a-z, 0-9 and -. */
	readonly name: string;
	/** Reaches the server's address and the other members by an underlay that is there already. */
	readonly place: Place;
	/** Holds the state and, in `run/tailscale`, the socket of its tailscaled. */
	readonly folder: string;
}

export interface TailnetOptions {
	/** Gets the control server and the DERP server; has `controlServer` for an address. */
	readonly server: Place;
	/** At most 200. */
	readonly members: readonly TailnetMember[];
	readonly programs: TailscalePrograms;
}

/** A member that is up. */
export interface TailnetNode {
	readonly name: string;
	readonly place: Place;
	/** Its IPv4 address on the tailnet: `tailnetAddress` of its place in the list. */
	readonly address: string;
	/** LocalAPI of its tailscaled. */
	readonly socket: string;
}
