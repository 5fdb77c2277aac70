import type { LinkSpec } from "../link/spec.ts";

export interface ClusterOptions {
	/** The server and its agents together. */
	nodes: number;
	/** Between the server and every agent. */
	link: LinkSpec;
	/** Decides the fate of every packet. */
	seed: number;
	onProgress?: (text: string) => void;
}
