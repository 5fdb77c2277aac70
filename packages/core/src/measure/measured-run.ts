import type { LinkReport } from "../report/bench-report.ts";
import type { Sample, StubProfile, Workload } from "./sample.ts";
import type { Truth } from "./truth.ts";

/** A measured run as `analyseRun` needs it: what was asked, what came back, and under what conditions. */
export interface MeasuredRun {
	/** Of all nodes and arms, judged (`judgeSample`), in any order, warm-up included. */
	samples: readonly Sample[];
	truth: Truth;
	/** Nodes (or node namespaces) in the order of the report. */
	nodes: readonly { node: string; link: string }[];
	/** The first is the baseline. */
	arms: readonly string[];
	/** Resolutions per second per arm, as scheduled. */
	workloads: readonly { workload: Workload; rate: number }[];
	/** The arm that crosses the link for every exchange, for which a failure rate can be predicted. */
	crossingArm: string | null;
	seed: number;
	durationMs: number;
	deadlineMs: number;
	/** Planned distance between the arms of a tuple, ms. */
	gapMs: number;
	stubProfile: StubProfile;
	search: readonly string[];
	ndots: number;
	/** Present for lab runs. */
	link: LinkReport | null;
	/** From the probes' summaries: echo round trips, planned slots, stray replies. */
	floorSamplesMs: readonly number[];
	planned: number;
	stray: number;
	interrupted: boolean;
}
