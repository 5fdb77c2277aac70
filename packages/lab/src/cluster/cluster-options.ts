import type { LinkSpec } from "../link/spec.ts";
import type { Overlay } from "../overlay.ts";

export interface ClusterOptions {
	/** The server and its agents together. */
	nodes: number;
	/** Between the server and every agent. */
	link: LinkSpec;
	/** What the nodes' own network is, over the link. @default the lab's own tunnel alone */
	overlay?: Overlay | undefined;
	/** Decides the fate of every packet. */
	seed: number;
	onProgress?: (text: string) => void;
}
