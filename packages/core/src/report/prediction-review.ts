import type { Workload } from "../measure/sample.ts";
import type { ComparedRun } from "./bench-comparison.ts";
import type { Interval, LikeRun, QuantileEstimate } from "./bench-report.ts";

/** The JSON of `bench report --prediction`: what a lab foretold of a cluster, beside what came. Add, do not rename. */

/** A failure rate, or a difference of two. */
export interface ForetoldRate {
	predicted: Interval;
	outcome: Interval;
	/** Outcome minus prediction, as shares. */
	difference: Interval;
	/** Whether the interval of the difference holds 0; null where nothing is judged. */
	agrees: boolean | null;
}

/** A quantile of the time that an application waited, ms. */
export interface ForetoldQuantile {
	predicted: QuantileEstimate;
	outcome: QuantileEstimate;
	/** Whether the intervals overlap, or both lie beyond the deadline; null where one of them is not known, both are near the floors of their probes, or nothing is judged. */
	agrees: boolean | null;
}

/** One arm of the lab beside the one of the cluster that it stood for. */
export interface ForetoldArm {
	/** In the lab, and in the cluster. */
	predictedArm: string;
	arm: string;
	failureRate: ForetoldRate;
	p50: ForetoldQuantile;
	p99: ForetoldQuantile;
}

/** One workload of both runs. */
export interface ForetoldWorkload {
	name: Workload;
	arms: ForetoldArm[];
	/** What the cache changes in the failure rate, cache minus direct; null where one run had no cache. */
	change: ForetoldRate | null;
}

/** What `localdns bench report --prediction FILE -o json` prints, and `reviewPrediction` returns. */
export interface PredictionReview {
	apiVersion: "localdns.dev/v1alpha1";
	kind: "PredictionReview";
	toolVersion: string;
	prediction: ComparedRun;
	outcome: ComparedRun;
	/** The node that the lab was made after, whose figures are the outcome. */
	node: string;
	/** The link that the lab had, and where it was taken from. */
	link: string;
	like: LikeRun;
	/** What stands in the way of holding one against the other, one sentence each. */
	doubts: string[];
	/** False where one of the runs is not valid, or the node does not count in the outcome: then there are figures, and nothing is said to agree. */
	judged: boolean;
	workloads: ForetoldWorkload[];
	/** One sentence a person can quote. */
	headline: string;
}
