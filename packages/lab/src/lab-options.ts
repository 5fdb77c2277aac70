import type { Blackout } from "./link/blackout.ts";
import type { LinkSpec } from "./link/spec.ts";

/** A way for a pod to resolve names: straight to the cluster DNS, or through a cache on its node. */
export interface LabArm {
	/** Unique in the lab. */
	arm: string;
	/** `none`: the pod asks the cluster DNS over the link. */
	engine: "none" | "coredns-1.13.2" | "coredns-1.15.0";
	/** Of the cache; needed unless the engine is `none`. */
	corefile?: string;
}

export interface LabOptions {
	arms: readonly LabArm[];
	link: LinkSpec;
	/** The link as the user wrote it, for the report. */
	linkText: string;
	/** Applied to the measured part. */
	blackouts: readonly Blackout[];
	/** Decides the fate of every packet and when Services change. */
	seed: number;
	/** Length of the measured part. */
	durationMs: number;
	/** A CoreDNS binary to use for the version that it is. */
	coredns?: string | undefined;
	onProgress?: (text: string) => void;
}
