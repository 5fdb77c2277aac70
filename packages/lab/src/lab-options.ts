import type { Blackout } from "./link/blackout.ts";
import type { LinkSpec } from "./link/spec.ts";
import type { Overlay } from "./overlay.ts";
import type { CoreDnsVersion } from "./servers/coredns.ts";

/** A way for a pod to resolve names: straight to the cluster DNS over the link, or through a cache on its node. */
export type LabArm = DirectArm | CachedArm;

interface DirectArm {
	/** Unique in the lab. */
	arm: string;
	engine: "none";
	corefile?: undefined;
}

export interface CachedArm {
	/** Unique in the lab. */
	arm: string;
	engine: `coredns-${CoreDnsVersion}`;
	/** Of the cache; must make it listen on 169.254.20.10. */
	corefile: string;
}

export interface LabOptions {
	arms: readonly LabArm[];
	link: LinkSpec;
	/** The link as the user wrote it, for the report. */
	linkText: string;
	/** What goes over the link. @default the lab's own tunnel alone */
	overlay?: Overlay | undefined;
	/** Applied to the measured part. */
	blackouts: readonly Blackout[];
	/** Decides the fate of every packet and when Services change. */
	seed: number;
	/** Length of the measured part. */
	durationMs: number;
	/** A CoreDNS binary to use for the version that it is. */
	coredns?: string | undefined;
	onProgress?: (text: string) => void;
	/** Abandons the building of the lab; one that stands is ended by `close`. */
	signal?: AbortSignal | undefined;
}
