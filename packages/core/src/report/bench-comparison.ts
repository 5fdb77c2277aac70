import type { Workload } from "../measure/sample.ts";
import type { Interval, QuantileEstimate, Verdict } from "./bench-report.ts";

/** The JSON of `bench compare`: two saved runs, one after the other, hence unpaired. Add, do not rename. */

/** One arm of one run, as far as a comparison needs it. */
export interface RunSide {
	arm: string;
	resolutions: number;
	failed: number;
	failureRate: Interval;
	p50: QuantileEstimate;
	p99: QuantileEstimate;
	episodes: number;
}

/** How an arm's figures changed from the first run to the second; differences are after minus before. */
export interface Shift {
	before: RunSide;
	after: RunSide;
	/** "newcombe" where the losses of both runs look independent, else "block-newcombe". */
	failureRateDelta: Interval;
	/** Permutation of whole blocks of time between the runs, two-sided, before Holm. */
	pValue: number;
	/** Fisher's exact test on the counts; description only, since it takes every resolution for independent. */
	fisherP: number;
	p50DeltaMs: Interval | null;
	/**
	 * `excess`: change of the share of resolutions at or beyond the p99 of both runs together.
	 * `deltaMs` null where a side is beyond the deadline or has too few resolutions.
	 */
	p99: { pValue: number; excess: number; deltaMs: Interval | null };
	/** Blocks of time in each run. */
	blocks: { before: number; after: number; lengthMs: number };
}

/** The baseline of both runs, which nothing was done to: when it moved, so did the world. */
export interface ControlShift extends Shift {
	moved: boolean;
	/** What moved, in one sentence, or that nothing was seen to. */
	finding: string;
}

/** An arm that both runs have, beside their baseline: how it changed, beyond what the control changed by. */
export interface SubjectShift extends Shift {
	/** The change of the subject minus that of the control; null without one. */
	differenceInDifferences: Interval | null;
	/** What the second run says by itself; present where it has the baseline and the arm, asked at the same instants. */
	paired?: PairedShift;
	/** Holm-adjusted over the two endpoints. */
	adjusted: { failures: number; p99: number };
	/** null when the runs are not comparable, or have no name of this workload in common. */
	verdict: Verdict | null;
	reason: string;
	/** Always "unpaired"; further e.g. "few episodes", "names differ". */
	annotations: string[];
}

/** The arm against the baseline within the second run: what it would have been without everything that changed meanwhile. */
export interface PairedShift {
	baseline: string;
	/** Arm minus baseline. */
	failureRateDelta: Interval;
	/** By that run's own report, over all of its nodes that count; null where it has none. */
	verdict: Verdict | null;
	/** How many nodes that verdict stands on; present where the interval beside it is of fewer, those of the comparison. */
	verdictNodes?: number;
	/** The change between the runs minus this one, as shares: what pairing takes out. */
	unpairedMinusPaired: number;
}

/** Names of a workload that only one of the runs asked; Services in their absolute form, without the final dot. */
export interface NameShift {
	/** How many both asked. */
	common: number;
	/** Of the first run, in the order of the alphabet. */
	onlyBefore: string[];
	/** Of the second run. */
	onlyAfter: string[];
	/** The same in one sentence, with the first few of each. */
	finding: string;
}

/** One workload of both runs: the control and every arm that they share. */
export interface WorkloadComparison {
	name: Workload;
	/** Present where the runs did not ask for the same: part of any change is then that of the names. */
	names?: NameShift;
	/** null when the runs share no baseline. */
	control: ControlShift | null;
	subjects: SubjectShift[];
}

/** Which run was compared: its identity, not its figures. */
export interface ComparedRun {
	id: string;
	/** ISO 8601. */
	startedAt: string;
	durationMs: number;
	arms: string[];
	nodes: string[];
}

/** What `localdns bench compare -o json` prints, and `compareRuns` returns. */
export interface BenchComparison {
	apiVersion: "localdns.dev/v1alpha1";
	kind: "BenchComparison";
	toolVersion: string;
	before: ComparedRun;
	after: ComparedRun;
	/** Of both runs: a quantile flagged `beyondDeadline` is larger. */
	deadlineMs: number;
	/** Nodes of either run that are in no figure here, and why; present where there are any (runs in a cluster). */
	leftOut?: { node: string; reason: string }[];
	/** Whether both runs are valid and asked the same in the same way. */
	comparable: boolean;
	/** Why not, one sentence each. */
	reasons: string[];
	workloads: WorkloadComparison[];
	/** First subject on hot names; null when the runs are not comparable. */
	verdict: Verdict | null;
	/** One sentence a person can quote. */
	headline: string;
}
