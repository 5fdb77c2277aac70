import type { LinkCounters } from "@localdns/core/report";
import type { Blackout } from "./blackout.ts";
import type { LinkSpec } from "./spec.ts";

/** First argument of the relay's process, as JSON. */
export interface RelayConfig {
	seed: number;
	near: TunnelPorts;
	far: TunnelPorts;
	carries: Carried;
	/** Path of a Unix socket that takes commands as well, one line each, and answers `{"kind":"ready"}`. */
	control: string;
}

/**
 * What an inner packet is: `tunnelled`, as if an overlay such as tailscale had put it into a UDP datagram, or
 * `bare`, because a real overlay sends through here.
 */
export type Carried = "tunnelled" | "bare";

/** Loopback UDP ports of one tunnel end. */
export interface TunnelPorts {
	/** Where the relay listens for packets of this end. */
	relay: number;
	/** Where the end listens for packets of the relay. */
	end: number;
}

/** Lines on the relay's stdin. It ends when its stdin does. */
export type RelayCommand =
	/** From now on the link is this one; before the first, packets pass as they come. */
	| { do: "link"; spec: LinkSpec }
	/** Counters and blackouts of the measured part. */
	| { do: "measure"; atEpochMs: number; durationMs: number; blackouts: Blackout[] }
	| { do: "count"; id: number };

export interface DirectionCounters {
	toNear: LinkCounters;
	toFar: LinkCounters;
}

/** Lines on the relay's stdout: one when it listens, then one for each `count`. */
export type RelayReply =
	| { kind: "ready" }
	| {
			kind: "counters";
			id: number;
			/** Packets of the echo that proves the impairment, since it is in force. */
			echo: DirectionCounters;
			/** All packets that arrived during the measured part. */
			measured: DirectionCounters;
	  };

/** UDP port of the echo (RFC 862): tells its packets from DNS. */
export const echoPort = 7;
