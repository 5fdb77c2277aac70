import type { LocaldnsError } from "@localdns/core";
import type { Place } from "../network/place.ts";
import type { TailscalePrograms } from "./provide-tailscale.ts";

/** A place that is to be on the tailnet. */
export interface TailnetMember {
	/** On the tailnet; a-z, 0-9 and -. */
	readonly name: string;
	readonly place: Place;
	/** Holds the state and, in `run/tailscale`, the socket of its tailscaled. */
	readonly folder: string;
}

export interface TailnetOptions {
	/** Lies between the members, and has the control server and the DERP server. Nothing else is behind it. */
	readonly router: Place;
	/** At most 200. */
	readonly members: readonly TailnetMember[];
	readonly programs: TailscalePrograms;
}

/** A member that is up. */
export interface TailnetNode {
	readonly name: string;
	readonly place: Place;
	/** Its IPv4 address on the tailnet. */
	readonly address: string;
	/** LocalAPI of its tailscaled. */
	readonly socket: string;
}

/** Real tailscaleds with a control server and a DERP server of their own, in namespaces with no way out. */
export interface Tailnet {
	readonly nodes: readonly TailnetNode[];
	/** Whether UDP gets from member to member; without it tailscale sends by DERP, over TCP. */
	allowUdp(allowed: boolean): Promise<void>;
	/** UDP packets between members that were dropped so far. */
	droppedUdp(): Promise<number>;
	/** One of its processes ended by itself. */
	onFailure(callback: (error: LocaldnsError) => void): void;
	close(): Promise<void>;
}
