import type { BenchReport, Comparison, WorkloadResult } from "../report/bench-report.ts";
import { describeArm } from "./arm-result.ts";
import { type Difference, measureDifference } from "./difference.ts";
import { holm } from "./holm.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { exchangesOf, predictFailureRate } from "./predict.ts";
import { counts, orderResolutions, pairUp, type Resolutions } from "./resolutions.ts";
import type { Sample, Workload } from "./sample.ts";
import { judgeValidity } from "./validity.ts";
import { judgeDifference } from "./verdict.ts";

/** The part of a report that follows from the samples. */
export type Analysis = Pick<BenchReport, "validity" | "workloads" | "nodes" | "verdict" | "headline">;

/** A workload of the run, or of one of its nodes, compared but not yet judged. */
interface Measured {
	result: Omit<WorkloadResult, "comparisons">;
	differences: Difference[];
}

function mixOf(samples: readonly Sample[], run: MeasuredRun): WorkloadResult["mix"] {
	const costs = new Map<string, { count: number; exchanges: number }>();
	for (const sample of samples) {
		const cost = costs.get(sample.form) ?? { count: 0, exchanges: 0 };
		cost.count++;
		cost.exchanges += exchangesOf(sample, run);
		costs.set(sample.form, cost);
	}
	return [...costs]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([form, { count, exchanges }]) => ({
			form,
			share: count / samples.length,
			exchanges: exchanges / count,
		}));
}

function predictFor(arms: readonly Resolutions[], results: WorkloadResult["arms"], run: MeasuredRun) {
	const crossing = arms.findIndex(({ arm }) => arm === run.crossingArm);
	const interval = results[crossing]?.failureRate;
	const prediction = predictFailureRate(arms[crossing]?.samples ?? [], run);
	if (interval === undefined || prediction === null) return null;
	const { failureRate, basis } = prediction;
	const insideInterval = interval.low <= failureRate && failureRate <= interval.high;
	return { arm: run.crossingArm as string, failureRate, insideInterval, basis };
}

/** Describes every arm of a workload and compares each with the first. */
function measure(
	run: MeasuredRun,
	{ workload, rate }: { workload: Workload; rate: number },
	samples: readonly Sample[],
	place: string,
): Measured {
	const nodes = new Map(run.nodes.map(({ node }, index) => [node, index]));
	const arms = run.arms.map((arm) =>
		orderResolutions(
			arm,
			samples.filter((sample) => sample.arm === arm),
			nodes,
		),
	);
	const { durationMs, deadlineMs } = run;
	const blackouts = run.link?.blackouts ?? [];
	const floorSorted = Float64Array.from(run.floorSamplesMs).sort();
	const results = arms.map((arm) => describeArm(arm, { durationMs, deadlineMs, blackouts, floorSorted }));

	const [baseline, ...others] = arms;
	const differences = others.flatMap((arm) => {
		const pairs = baseline === undefined ? undefined : pairUp(baseline, arm);
		if (baseline === undefined || pairs === undefined || pairs.times.length === 0) return [];
		const seed = `${run.seed}/${workload}/${place}/${arm.arm}`;
		return [
			measureDifference(pairs, {
				arm: arm.arm,
				baseline: baseline.arm,
				durationMs,
				deadlineMs,
				blackouts,
				seed,
			}),
		];
	});
	const mix = mixOf(samples, run);
	return {
		result: {
			name: workload,
			rate,
			exchangesPerResolution: mix.reduce((sum, { share, exchanges }) => sum + share * exchanges, 0),
			mix,
			arms: results,
			prediction: predictFor(arms, results, run),
		},
		differences,
	};
}

const circumstances = ({ durationMs, link, interrupted }: MeasuredRun) => ({
	durationMs,
	blackouts: link?.blackouts.length ?? 0,
	interrupted,
});

/** Over the run: Holm over the two endpoints of each comparison. */
function judgeRun({ result, differences }: Measured, run: MeasuredRun): WorkloadResult {
	const comparisons = differences.map((difference) => {
		const { failures, p99 } = difference.tests;
		const [adjustedFailures, adjustedP99] = holm([failures.pValue, p99.pValue]) as [number, number];
		const adjusted = { failures: adjustedFailures, p99: adjustedP99 };
		return judgeDifference(difference, { ...circumstances(run), adjusted, family: 2 });
	});
	return { ...result, comparisons };
}

/** Per node: Holm over the nodes within each endpoint, so that the unluckiest node is not taken for a finding. */
function judgeNodes(measured: readonly Measured[], run: MeasuredRun): WorkloadResult[] {
	const comparisons: Comparison[][] = measured.map(() => []);
	for (const arm of run.arms.slice(1)) {
		const rows = measured.flatMap(({ differences }, node) => {
			const difference = differences.find(({ figures }) => figures.arm === arm);
			return difference === undefined ? [] : [{ node, difference }];
		});
		const failures = holm(rows.map(({ difference }) => difference.tests.failures.pValue));
		const p99 = holm(rows.map(({ difference }) => difference.tests.p99.pValue));
		rows.forEach(({ node, difference }, i) => {
			const adjusted = { failures: failures[i] as number, p99: p99[i] as number };
			const context = { ...circumstances(run), adjusted, family: rows.length };
			comparisons[node]?.push(judgeDifference(difference, context));
		});
	}
	return measured.map(({ result }, node) => ({ ...result, comparisons: comparisons[node] as Comparison[] }));
}

const percent = (share: number) => `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;

const verdictWords = {
	better: "better than",
	worse: "worse than",
	same: "the same as",
	"no-detectable-difference": "not detectably different from",
} as const;

function headlineOf(workload: WorkloadResult | undefined, reasons: readonly string[]): string {
	if (reasons.length > 0) return `No verdict: ${reasons[0]}`;
	const comparison = workload?.comparisons[0];
	if (workload === undefined || comparison === undefined)
		return "Nothing to compare: one arm alone has no verdict.";
	const { arm, baseline, verdict } = comparison;
	if (verdict === "inconclusive") return `Inconclusive: ${comparison.reason}`;
	const rates = [arm, baseline].map((name) => {
		const result = workload.arms.find((each) => each.arm === name);
		return `${name} failed ${percent(result?.failureRate.estimate ?? 0)} (${result?.failed} of ${result?.resolutions})`;
	});
	const typical = comparison.typicalRatio;
	const speed =
		typical === null ? "" : `, typically answering in ${typical.estimate.toPrecision(2)} times the time`;
	const notes = comparison.annotations.length === 0 ? "" : ` [${comparison.annotations.join("; ")}]`;
	return `${arm} is ${verdictWords[verdict]} ${baseline} on ${workload.name} names: ${rates.join(", ")}${speed}${notes}.`;
}

/**
 * Analyses a measured run: validity first, then every workload over all nodes and node by node, then the
 * verdict of the first arm after the baseline on hot names (or on the first workload, without hot ones).
 * Same run and seed, same result, in whatever order the samples come.
 */
export function analyseRun(run: MeasuredRun): Analysis {
	const validity = judgeValidity(run);
	const samples = run.samples.filter(counts);
	const perWorkload = run.workloads.map((workload) => ({
		workload,
		samples: samples.filter((sample) => sample.workload === workload.workload),
	}));
	const workloads = perWorkload.map(({ workload, samples }) =>
		judgeRun(measure(run, workload, samples, "all"), run),
	);
	const nodeWorkloads = perWorkload.map(({ workload, samples }) => {
		const perNode = run.nodes.map(({ node }) => samples.filter((sample) => sample.node === node));
		return judgeNodes(
			perNode.map((own, index) => measure(run, workload, own, (run.nodes[index] as { node: string }).node)),
			run,
		);
	});
	const headlined = workloads.find(({ name }) => name === "hot") ?? workloads[0];
	return {
		validity,
		workloads,
		nodes: run.nodes.map(({ node, link }, index) => ({
			node,
			link,
			workloads: nodeWorkloads.map((results) => results[index] as WorkloadResult),
		})),
		verdict: validity.valid ? (headlined?.comparisons[0]?.verdict ?? null) : null,
		headline: headlineOf(headlined, validity.reasons),
	};
}
