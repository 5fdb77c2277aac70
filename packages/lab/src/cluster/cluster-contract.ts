import type { LocaldnsError } from "@localdns/core";
import type { LinkProof } from "../link/proof.ts";
import type { LinkSpec } from "../link/spec.ts";
import type { Place } from "../network/place.ts";
import type { Overlay } from "../overlay.ts";
import type { ClusterNode } from "./cluster-nodes.ts";

/** A running cluster. It lives inside a sandbox and ends, at the latest, with it. */
export interface Cluster {
	readonly nodes: readonly ClusterNode[];
	/** node/NAME for each node, `router` at the far end of the link, `world` outside of the cluster. */
	readonly places: readonly Place[];
	/** For an administrator outside of the sandbox, through a port of the machine's loopback. */
	readonly kubeconfig: string;
	/**
	 * Proves with packets of its own that the link is what was asked for.
	 * @param durationMs @default 4000
	 */
	proveLink(durationMs?: number): Promise<LinkProof>;
	/** Where the link takes another specification while the cluster runs: see `relinkLab`. */
	readonly control: string;
	/** What the nodes' own network is, over the link. */
	readonly overlay?: Overlay;
	/** From now on the link is this one. */
	relink(link: LinkSpec): void;
	/** From now on, for so long, nothing passes the link. */
	blackOut(durationMs: number): void;
	/** Called once, with the first part that died although it was needed (LDNS204). */
	onFailure(callback: (error: LocaldnsError) => void): void;
	/** Ends every process of the cluster. */
	close(): Promise<void>;
}
