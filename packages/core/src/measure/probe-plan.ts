import type { NameForm, StubProfile, Workload } from "./sample.ts";

/** A name to ask and what must come back. */
export interface NamePlan {
	/** As an application writes it; a final dot means absolute. */
	name: string;
	form: NameForm;
	/** `varies`: it appears or vanishes during the run, so both are usable answers (see `Truth`). */
	expect: "address" | "nxdomain" | "varies";
}

/** What one workload asks, and how often. */
export interface WorkloadPlan {
	workload: Workload;
	/** Resolutions per second per arm. */
	rate: number;
	/**
	 * hot and fresh: the same list for every arm (key "*"). cold and external: one disjoint list per arm,
	 * keyed by arm, or `unique` templates in which `{n}` becomes the tuple number and `{arm}` the arm's index.
	 */
	names: Record<string, NamePlan[]>;
}

/** All that a probe needs to know, as one JSON document on stdin. The same seed gives the same schedule everywhere. */
export interface ProbePlan {
	kind: "ProbePlan";
	node: string;
	seed: number;
	/** Wall-clock instant of the start of the warm-up, ms since the epoch: lets several probes start together. */
	startAtMs: number;
	warmupMs: number;
	durationMs: number;
	/** Distance between the arms of one tuple, ms. @default 50 */
	gapMs: number;
	/** A usable answer after this is `late`. @default 5000 */
	deadlineMs: number;
	stubProfile: StubProfile;
	/** Every arm of the run in its stated order: position decides the seeded order within a tuple. */
	allArms: string[];
	/** The arms that this probe asks; nameservers override those of resolv.conf. */
	arms: { arm: string; nameservers?: string[] }[];
	workloads: WorkloadPlan[];
	/** Of the run that it is part of; stands in what a probe writes as chunks. @default none */
	run?: string;
	/** Where the node's cache shows its metrics, such as `http://192.0.2.7:9253/metrics`. @default none is read */
	cacheMetrics?: string;
}
