import type { NodeCorefileSettings } from "../corefile/node-corefile-settings.ts";

/** What all objects of a cache are rendered from. */
export interface BundleSettings extends NodeCorefileSettings {
	/** @default "kube-system" */
	readonly namespace?: string;
}
