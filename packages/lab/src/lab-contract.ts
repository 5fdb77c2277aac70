import type { ChildProcess, StdioOptions } from "node:child_process";
import type { LocaldnsError } from "@localdns/core";
import type { Truth } from "@localdns/core/measure";
import type { LinkReport } from "@localdns/core/report";
import type { LinkProof } from "./link/proof.ts";
import type { Place } from "./network/place.ts";
import type { Overlay } from "./overlay.ts";

/** Names that can be asked in the lab; the rest is NXDOMAIN. */
export interface LabNames {
	/** Services that exist all the time; some change their address. */
	services: { name: string; namespace: string }[];
	/** Services that appear or vanish during the measured part. */
	fresh: { name: string; namespace: string }[];
	/** Names outside the cluster, without the final dot. */
	external: string[];
	/** Namespace of the asking pods. */
	podNamespace: string;
}

/** The pod of an arm. */
export interface LabPod {
	arm: string;
	/** What its resolv.conf names. */
	nameserver: string;
}

/** A running lab. It lives inside a sandbox and ends, at the latest, with it. */
export interface Lab {
	readonly pods: readonly LabPod[];
	readonly names: LabNames;
	/** near, far, and for each arm node/ARM and pod/ARM: see `inPlace`. */
	readonly places: readonly Place[];
	/** Where the link takes another specification while it runs: see `relinkLab`. */
	readonly control: string;
	/** What goes over the link. */
	readonly overlay?: Overlay;
	/** Starts a process in a pod: its network, its /etc/resolv.conf. It ends with the lab. */
	spawnIn(pod: LabPod, argv: readonly string[], stdio: StdioOptions): ChildProcess;
	/**
	 * Proves with packets of its own that the link is what was asked for; part of the warm-up.
	 * @param durationMs @default 4000
	 */
	proveLink(durationMs?: number): Promise<LinkProof>;
	/** The measured part begins at this instant: blackouts, changes of Services and counters refer to it. */
	startMeasured(atEpochMs: number): void;
	truth(): Truth;
	/** Changes of Services so far, when they really came. */
	changes(): { atMs: number; text: string }[];
	linkReport(): Promise<LinkReport>;
	/** Called once, with the first part that died although it was needed (LDNS204). */
	onFailure(callback: (error: LocaldnsError) => void): void;
	/** Ends every process of the lab. */
	close(): Promise<void>;
}
