import type { LinkReport } from "../report/bench-report.ts";
import type { StubProfile, Workload } from "./sample.ts";
import type { SampleTable } from "./sample-table.ts";
import type { Truth } from "./truth.ts";

/** A measured run as `analyseRun` needs it: what was asked, what came back, and under what conditions. */
export interface MeasuredRun {
	/** Resolutions of all nodes and arms, judged (`judgeSample`), warm-up included; made for just these nodes and arms, in this order. */
	table: SampleTable;
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
	/**
	 * Where nodes were judged one by one (`judgeNodes`), as in a cluster: how many were to be measured, and those that do
	 * not count, with the reason. Their figures are kept, the pooled ones and the verdict leave them out. A resolution
	 * that is missing is then a matter of its node, not of the run.
	 */
	judgedNodes?: { planned: number; void: ReadonlyMap<string, string> };
}
