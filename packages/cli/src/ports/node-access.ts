import type { LocaldnsError } from "@localdns/core";

/** What is wanted of a node's K3s configuration. */
export interface NodeTurnOptions {
	/** Nameservers for new pods, one to three. */
	readonly addresses: readonly string[];
	/** Takes over the article's entry. */
	readonly adopt: boolean;
	/** Time that K3s and the kubelet have to come back, before the node is given back by itself. */
	readonly patienceMs: number;
}

/** How a node was left. */
export type NodeOutcome =
	/** `restarted` is false where nothing had to be written. */
	| { readonly is: "done"; readonly restarted: boolean; readonly warnings: readonly string[] }
	/** Nothing was written: a refusal (LDNS501–511), no pod could run there, no way in. */
	| { readonly is: "refused"; readonly error: LocaldnsError }
	/** Written, did not come up, and was put back: the kubelet is as before. */
	| { readonly is: "undone"; readonly error: LocaldnsError }
	/** It is not known how the node stands. */
	| { readonly is: "unclear"; readonly error: LocaldnsError };

/** A way to a node's K3s configuration: a Job, ssh, or someone's hands. */
export interface NodeAccess {
	/** Makes what all nodes need (namespace, program). Called once before the first node. */
	open(): Promise<void>;
	/** Writes the entry and restarts K3s where needed; idempotent, so that an interrupted turn is simply turned again. */
	turn(node: string, options: NodeTurnOptions): Promise<NodeOutcome>;
	/** Puts the former bytes back and restarts K3s where needed; `done` without a restart where none were changed. */
	giveBack(node: string, options: Pick<NodeTurnOptions, "patienceMs">): Promise<NodeOutcome>;
	/** Removes what `open` and the nodes' turns made in the cluster, and waits until it is gone. */
	close(): Promise<void>;
}
