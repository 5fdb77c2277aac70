import type { BenchReport, Comparison, Validity, WorkloadResult } from "../report/bench-report.ts";
import { countText, ratioText, shareText } from "../report/number-text.ts";
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

/** Those that came: an interruption may have come before them. */
const blackoutsOf = ({ link, durationMs }: MeasuredRun) =>
	(link?.blackouts ?? []).filter(({ startMs }) => startMs < durationMs);

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
	const blackouts = blackoutsOf(run);
	const floorSorted = Float64Array.from(run.floorSamplesMs).sort();
	const results = arms.map((arm) => describeArm(arm, { durationMs, deadlineMs, blackouts, floorSorted }));

	const [first, ...others] = arms;
	const [baseline, ...otherResults] = results;
	const differences = others.flatMap((other, index) => {
		const arm = otherResults[index];
		if (first === undefined || baseline === undefined || arm === undefined) return [];
		const pairs = pairUp(first, other);
		if (pairs.times.length === 0) return [];
		const seed = `${run.seed}/${workload}/${place}/${arm.arm}`;
		return [measureDifference(pairs, { arm, baseline, durationMs, deadlineMs, blackouts, seed })];
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

/**
 * Judges a workload of the run, or of each of its nodes. Holm within each endpoint over the nodes, so that
 * the unluckiest is not taken for a finding, and then over the two endpoints. A run that is not valid
 * gets figures and no verdicts.
 */
function judge(rows: readonly Measured[], run: MeasuredRun, validity: Validity): WorkloadResult[] {
	const { arms, durationMs, interrupted } = run;
	const comparisons: Comparison[][] = rows.map(() => []);
	for (const arm of arms.slice(1)) {
		const found = rows.flatMap(({ differences }, row) => {
			const difference = differences.find(({ figures }) => figures.arm === arm);
			return difference === undefined ? [] : [{ row, difference }];
		});
		const failures = holm(found.map(({ difference }) => difference.tests.failures.pValue));
		const p99 = holm(found.map(({ difference }) => difference.tests.p99.pValue));
		found.forEach(({ row, difference }, i) => {
			const both = holm([failures[i] as number, p99[i] as number]) as [number, number];
			const judged = judgeDifference(difference, {
				adjusted: { failures: both[0], p99: both[1] },
				family: 2 * found.length,
				durationMs,
				blackouts: blackoutsOf(run).length,
				interrupted,
			});
			const [doubt] = validity.reasons;
			comparisons[row]?.push(doubt === undefined ? judged : { ...judged, verdict: null, reason: doubt });
		});
	}
	return rows.map(({ result }, row) => ({ ...result, comparisons: comparisons[row] as Comparison[] }));
}

const verdictWords = {
	better: "better than",
	worse: "worse than",
	same: "the same as",
	"no-detectable-difference": "not detectably different from",
} as const;

function headlineOf(workload: WorkloadResult | undefined, reasons: readonly string[]): string {
	if (reasons.length > 0) return `No verdict: ${reasons[0]}`;
	const comparison = workload?.comparisons[0];
	if (workload === undefined || comparison === undefined || comparison.verdict === null)
		return "Nothing to compare: one arm alone has no verdict.";
	const { arm, baseline, verdict } = comparison;
	if (verdict === "inconclusive")
		return `${arm} against ${baseline} on ${workload.name} names: ${comparison.reason}`;
	const rates = [arm, baseline].map((name) => {
		const result = workload.arms.find((each) => each.arm === name);
		return `${name} failed ${shareText(result?.failureRate.estimate ?? 0)} (${countText(result?.failed ?? 0)} of ${countText(result?.resolutions ?? 0)})`;
	});
	const typical = comparison.typicalRatio;
	const speed = typical === null ? "" : `, typical time ${ratioText(typical.estimate)}`;
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
	const workloads = perWorkload.flatMap(({ workload, samples }) =>
		judge([measure(run, workload, samples, "all")], run, validity),
	);
	const nodeWorkloads = perWorkload.map(({ workload, samples }) => {
		const perNode = run.nodes.map(({ node }) => samples.filter((sample) => sample.node === node));
		return judge(
			perNode.map((own, index) => measure(run, workload, own, (run.nodes[index] as { node: string }).node)),
			run,
			validity,
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
		verdict: headlined?.comparisons[0]?.verdict ?? null,
		headline: headlineOf(headlined, validity.reasons),
	};
}
