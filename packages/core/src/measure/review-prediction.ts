import type { ComparedRun } from "../report/bench-comparison.ts";
import type {
	ArmResult,
	BenchReport,
	Interval,
	QuantileEstimate,
	WorkloadResult,
} from "../report/bench-report.ts";
import { pointsText } from "../report/number-text.ts";
import type {
	ForetoldArm,
	ForetoldQuantile,
	ForetoldRate,
	ForetoldWorkload,
	PredictionReview,
} from "../report/prediction-review.ts";
import { nodesThatCount } from "../report/stored-run.ts";
import { newcombeInterval } from "./newcombe.ts";

/** A review, or why there is none. */
export type ReviewedPrediction =
	| { readonly ok: true; readonly review: PredictionReview }
	| { readonly ok: false; readonly reason: string };

const summary = ({ run: { id, startedAt, durationMs, arms, nodes } }: BenchReport): ComparedRun => ({
	id,
	startedAt,
	durationMs,
	arms,
	nodes,
});

/**
 * Puts what a lab run over a link like that of a cluster's node foretold (`bench --like`) beside what a later run in the
 * cluster measured on that node. The baselines are held against each other, and the first arm after each: names of arms
 * differ, because the lab names profiles and a cluster has the one cache. Both runs stand on samples, so agreement is a
 * matter of the interval of their difference (Newcombe's, from the intervals of both) and not of equal figures.
 */
export function reviewPrediction(
	prediction: BenchReport,
	outcome: BenchReport,
	toolVersion: string,
): ReviewedPrediction {
	const { like, link } = prediction;
	if (like === undefined || link === null)
		return { ok: false, reason: "the prediction is no lab run that was made with --like" };
	if (outcome.cluster === undefined) return { ok: false, reason: "the outcome is no run in a cluster" };
	const there = outcome.nodes.find(({ node }) => node === like.node);
	if (there === undefined)
		return { ok: false, reason: `node ${like.node}, whose link was foretold, is not in the outcome` };

	const unfit = unfitness(prediction, outcome, like.node);
	const workloads = prediction.workloads.flatMap((foretold) => {
		const came = there.workloads.find(({ name }) => name === foretold.name);
		if (came === undefined) return [];
		const reviewed = reviewWorkload(foretold, came, prediction.run.arms, outcome.run.arms);
		return [unfit.length === 0 ? reviewed : unjudged(reviewed)];
	});
	return {
		ok: true,
		review: {
			apiVersion: "localdns.dev/v1alpha1",
			kind: "PredictionReview",
			toolVersion,
			prediction: summary(prediction),
			outcome: summary(outcome),
			node: like.node,
			link: link.spec,
			like,
			doubts: [...unfit, ...doubtsOf(prediction, outcome)],
			judged: unfit.length === 0,
			workloads,
			headline: unfit.length === 0 ? headlineOf(workloads, like.node) : `No verdict: ${unfit[0]}`,
		},
	};
}

/** Why figures of these runs are fit for no judgement, as each run itself then has no verdict. */
function unfitness(prediction: BenchReport, outcome: BenchReport, node: string): string[] {
	const reasons: string[] = [];
	if (!prediction.validity.valid)
		reasons.push(`The lab run is not valid: ${prediction.validity.reasons[0] ?? "no reason is given"}`);
	if (!outcome.validity.valid)
		reasons.push(`The cluster run is not valid: ${outcome.validity.reasons[0] ?? "no reason is given"}`);
	if (!nodesThatCount(outcome).has(node)) {
		const why = outcome.measuredNodes?.find((each) => each.node === node)?.reason ?? "no reason is given";
		reasons.push(`Node ${node} does not count in the cluster run: ${why}`);
	}
	return reasons;
}

/** The same figures, of which nothing is said. */
function unjudged({ name, arms, change }: ForetoldWorkload): ForetoldWorkload {
	const silent = <T extends ForetoldRate | ForetoldQuantile>(figure: T): T => ({ ...figure, agrees: null });
	return {
		name,
		arms: arms.map((arm) => ({
			...arm,
			failureRate: silent(arm.failureRate),
			p50: silent(arm.p50),
			p99: silent(arm.p99),
		})),
		change: change === null ? null : silent(change),
	};
}

function doubtsOf(prediction: BenchReport, outcome: BenchReport): string[] {
	const doubts: string[] = [];
	if (prediction.like?.runId === outcome.run.id)
		doubts.push("The lab was made after this very run: the direct arm agrees because it was fitted to it.");
	const [lab, cluster] = [prediction.run, outcome.run];
	if (lab.stubProfile !== cluster.stubProfile)
		doubts.push(
			`The stubs differ: ${lab.stubProfile} in the lab, ${cluster.stubProfile} in the cluster, which asks otherwise.`,
		);
	return doubts;
}

function reviewWorkload(
	foretold: WorkloadResult,
	came: WorkloadResult,
	labArms: readonly string[],
	clusterArms: readonly string[],
): ForetoldWorkload {
	const pairs = [0, 1].flatMap((position) => {
		const predicted = foretold.arms.find(({ arm }) => arm === labArms[position]);
		const measured = came.arms.find(({ arm }) => arm === clusterArms[position]);
		return predicted === undefined || measured === undefined ? [] : [{ predicted, measured }];
	});
	const [predictedChange, measuredChange] = [foretold, came].map(
		({ comparisons }) => comparisons[0]?.failureRateDelta,
	);
	return {
		name: foretold.name,
		arms: pairs.map(({ predicted, measured }) => reviewArm(predicted, measured)),
		change:
			predictedChange === undefined || measuredChange === undefined
				? null
				: reviewRate(predictedChange, measuredChange),
	};
}

function reviewArm(predicted: ArmResult, measured: ArmResult): ForetoldArm {
	return {
		predictedArm: predicted.arm,
		arm: measured.arm,
		failureRate: reviewRate(predicted.failureRate, measured.failureRate),
		p50: reviewQuantile(predicted.latencyMs.p50, measured.latencyMs.p50),
		p99: reviewQuantile(predicted.latencyMs.p99, measured.latencyMs.p99),
	};
}

function reviewRate(predicted: Interval, outcome: Interval): ForetoldRate {
	const bounds = newcombeInterval(asRate(outcome), asRate(predicted));
	const estimate = outcome.estimate - predicted.estimate;
	return {
		predicted,
		outcome,
		difference: { estimate, ...bounds, method: "newcombe" },
		agrees: bounds.low <= 0 && bounds.high >= 0,
	};
}

const asRate = ({ estimate, low, high }: Interval) => ({ rate: estimate, low, high });

function reviewQuantile(predicted: QuantileEstimate, outcome: QuantileEstimate): ForetoldQuantile {
	return { predicted, outcome, agrees: agree(predicted, outcome) };
}

function agree(one: QuantileEstimate, two: QuantileEstimate): boolean | null {
	if (one.beyondDeadline === true || two.beyondDeadline === true)
		return one.beyondDeadline === two.beyondDeadline;
	if (one.low === null || one.high === null || two.low === null || two.high === null) return null;
	if (one.low <= two.high && two.low <= one.high) return true;
	// Either may be shorter than its probe can tell, and each ran on a machine of its own.
	return one.atFloor === true && two.atFloor === true ? null : false;
}

function headlineOf(workloads: readonly ForetoldWorkload[], node: string): string {
	const headlined = workloads.find(({ name }) => name === "hot") ?? workloads[0];
	if (headlined === undefined) return `Nothing to hold against each other on ${node}: no workload in common.`;
	const { name, change, arms } = headlined;
	if (change !== null) {
		const words = `${pointsText(change.predicted.estimate)} foretold, ${pointsText(change.outcome.estimate)} measured`;
		return `What the cache changes in failures on ${name} names of ${node}: ${words}; they ${change.agrees ? "agree" : "do not agree"} within their intervals.`;
	}
	const [first] = arms;
	if (first === undefined) return `Nothing to hold against each other on ${node}: no arm in common.`;
	return `The cluster run has no cache to compare with; the direct arm on ${name} names of ${node} is ${first.failureRate.agrees ? "as foretold" : "not as foretold"}.`;
}
