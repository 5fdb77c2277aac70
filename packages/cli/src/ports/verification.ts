import type { LocaldnsError } from "@localdns/core";

/** Whom the fresh pods of a verification ask. */
export interface VerificationAim {
	/**
	 * `address`: these nameservers, whatever the kubelet hands out, so that a cache is tried before any pod has it.
	 * `kubelet`: what the kubelet gives to new pods, which has to be these nameservers and no others.
	 */
	readonly by: "address" | "kubelet";
	readonly nameservers: readonly string[];
}

/** What a fresh pod on a node found. */
export type NodeVerdict =
	| { readonly node: string; readonly is: "resolves" }
	/** Each failure names question, transport, what was expected and what came. */
	| {
			readonly node: string;
			readonly is: "fails";
			readonly error: LocaldnsError;
			readonly failures: readonly string[];
	  }
	/** No pod could run or finish there: full, no image, evicted, refused, out of reach. */
	| { readonly node: string; readonly is: "unknown"; readonly error: LocaldnsError };

/** Fresh restricted pods that ask names on nodes, and compare with what the cluster DNS answers. */
export interface Verification {
	/** Makes what all pods need (namespace, program). Called once. */
	open(): Promise<void>;
	/**
	 * A fresh pod on each of these nodes. Verdicts in the order of the nodes; never throws for one node's sake.
	 *
	 * @param signal once aborted no further pod is made, and those in flight are taken back. @default never
	 */
	verify(
		nodes: readonly string[],
		aim: VerificationAim,
		signal?: AbortSignal,
	): Promise<readonly NodeVerdict[]>;
	/** Removes everything again and waits until it is gone. */
	close(): Promise<void>;
}
