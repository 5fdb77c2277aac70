import type { BenchReport, Comparison, Validity, WorkloadResult } from "../report/bench-report.ts";
import { countText, ratioText, shareText } from "../report/number-text.ts";
import { describeArm } from "./arm-result.ts";
import { type Difference, measureDifference } from "./difference.ts";
import { holm } from "./holm.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { pairUp } from "./pairs.ts";
import { predictFailureRate } from "./predict.ts";
import { orderResolutions, type Resolutions, splitByNode } from "./resolutions.ts";
import type { Workload } from "./sample.ts";
import { nameForms } from "./sample-table.ts";
import { judgeValidity } from "./validity.ts";
import { judgeDifference } from "./verdict.ts";

/** The part of a report that follows from the samples. */
export type Analysis = Pick<BenchReport, "validity" | "workloads" | "nodes" | "verdict" | "headline">;

/** A workload of the run, or of one of its nodes, compared but not yet judged. */
interface Measured {
	result: Omit<WorkloadResult, "comparisons">;
	differences: Difference[];
}

function mixOf(arms: readonly Resolutions[]): WorkloadResult["mix"] {
	const counts = new Float64Array(nameForms.length);
	const exchanges = new Float64Array(nameForms.length);
	let all = 0;
	for (const { table, rows } of arms) {
		all += rows.length;
		for (const row of rows) {
			const form = table.form[row] as number;
			counts[form] = (counts[form] as number) + 1;
			exchanges[form] = (exchanges[form] as number) + (table.exchanges[row] as number);
		}
	}
	return nameForms
		.flatMap((form, index) => {
			const count = counts[index] as number;
			if (count === 0) return [];
			return [{ form, share: count / all, exchanges: (exchanges[index] as number) / count }];
		})
		.sort((a, b) => (a.form < b.form ? -1 : 1));
}

/** Those that came: an interruption may have come before them. */
const blackoutsOf = ({ link, durationMs }: MeasuredRun) =>
	(link?.blackouts ?? []).filter(({ startMs }) => startMs < durationMs);

function predictFor(arms: readonly Resolutions[], results: WorkloadResult["arms"], run: MeasuredRun) {
	const crossing = arms.findIndex(({ arm }) => arm === run.crossingArm);
	const interval = results[crossing]?.failureRate;
	const asked = arms[crossing];
	if (interval === undefined || asked === undefined) return null;
	const prediction = predictFailureRate(asked, run);
	if (prediction === null) return null;
	const { failureRate, basis } = prediction;
	const insideInterval = interval.low <= failureRate && failureRate <= interval.high;
	return { arm: run.crossingArm as string, failureRate, insideInterval, basis };
}

/** What every part of the analysis of one run shares. */
interface Setting {
	run: MeasuredRun;
	validity: Validity;
	/** Echo round trips of the probes, ascending, ms. */
	floorSorted: Float64Array;
}

/** Describes every arm of a workload and compares each with the first. */
function measure(
	{ run, floorSorted }: Setting,
	{ workload, rate }: { workload: Workload; rate: number },
	arms: readonly Resolutions[],
	place: string,
): Measured {
	const { durationMs, deadlineMs } = run;
	const blackouts = blackoutsOf(run);
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
	const mix = mixOf(arms);
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

/** A workload of the run, or of one of its nodes, and why that node does not count, if so. */
interface Row {
	measured: Measured;
	voidReason?: string | undefined;
}

/**
 * Judges a workload of the run, or of each of its nodes. Holm within each endpoint over the nodes that count, so that
 * the unluckiest is not taken for a finding, and then over the two endpoints. A run that is not valid, and a node
 * that does not count, get figures and no verdicts.
 */
function judge(rows: readonly Row[], { run, validity }: Setting): WorkloadResult[] {
	const comparisons: Comparison[][] = rows.map(() => []);
	const pass = (family: readonly { row: number; difference: Difference }[], doubt: string | undefined) => {
		const failures = holm(family.map(({ difference }) => difference.tests.failures.pValue));
		const p99 = holm(family.map(({ difference }) => difference.tests.p99.pValue));
		family.forEach(({ row, difference }, i) => {
			const both = holm([failures[i] as number, p99[i] as number]) as [number, number];
			const judged = judgeDifference(difference, {
				adjusted: { failures: both[0], p99: both[1] },
				family: 2 * family.length,
				durationMs: run.durationMs,
				blackouts: blackoutsOf(run).length,
				interrupted: run.interrupted,
			});
			comparisons[row]?.push(doubt === undefined ? judged : { ...judged, verdict: null, reason: doubt });
		});
	};
	for (const arm of run.arms.slice(1)) {
		const found = rows.flatMap(({ measured, voidReason }, row) => {
			const difference = measured.differences.find(({ figures }) => figures.arm === arm);
			return difference === undefined ? [] : [{ row, difference, voidReason }];
		});
		const [doubt] = validity.reasons;
		pass(
			found.filter(({ voidReason }) => voidReason === undefined),
			doubt,
		);
		for (const { voidReason, ...alone } of found)
			if (voidReason !== undefined) pass([alone], doubt ?? voidReason);
	}
	return rows.map(({ measured }, row) => ({
		...measured.result,
		comparisons: comparisons[row] as Comparison[],
	}));
}

const verdictWords = {
	better: "better than",
	worse: "worse than",
	same: "the same as",
	"no-detectable-difference": "not detectably different from",
} as const;

/** On how many nodes the verdict stands, where some of those that were to be measured do not count. */
function standingOf({ nodes, judgedNodes }: MeasuredRun): string {
	if (judgedNodes === undefined) return "";
	const fit = nodes.filter(({ node }) => !judgedNodes.void.has(node)).length;
	return fit === judgedNodes.planned ? "" : ` on ${fit} of ${judgedNodes.planned} nodes`;
}

function headlineOf(workload: WorkloadResult | undefined, { run, validity }: Setting): string {
	const [doubt] = validity.reasons;
	if (doubt !== undefined) return `No verdict: ${doubt}`;
	const comparison = workload?.comparisons[0];
	if (workload === undefined || comparison === undefined || comparison.verdict === null)
		return "Nothing to compare: one arm alone has no verdict.";
	const { arm, baseline, verdict } = comparison;
	if (verdict === "inconclusive")
		return `${arm} against ${baseline} on ${workload.name} names${standingOf(run)}: ${comparison.reason}`;
	const rates = [arm, baseline].map((name) => {
		const result = workload.arms.find((each) => each.arm === name);
		return `${name} failed ${shareText(result?.failureRate.estimate ?? 0)} (${countText(result?.failed ?? 0)} of ${countText(result?.resolutions ?? 0)})`;
	});
	const typical = comparison.typicalRatio;
	const speed = typical === null ? "" : `, typical time ${ratioText(typical.estimate)}`;
	const notes = comparison.annotations.length === 0 ? "" : ` [${comparison.annotations.join("; ")}]`;
	return `${arm} is ${verdictWords[verdict]} ${baseline} on ${workload.name} names${standingOf(run)}: ${rates.join(", ")}${speed}${notes}.`;
}

/**
 * Analyses a measured run: validity first, then every workload over all nodes and node by node, then the
 * verdict of the first arm after the baseline on hot names (or on the first workload, without hot ones).
 * Same run and seed, same result, in whatever order the samples come.
 */
export function analyseRun(run: MeasuredRun): Analysis {
	const validity = judgeValidity(run);
	const setting: Setting = { run, validity, floorSorted: Float64Array.from(run.floorSamplesMs).sort() };
	const unfit = run.judgedNodes?.void ?? new Map<string, string>();
	const counting = (node: number) => !unfit.has(run.table.nodes[node] as string);

	const workloads: WorkloadResult[] = [];
	const nodeWorkloads: WorkloadResult[][] = [];
	for (const workload of run.workloads) {
		const arms = orderResolutions(run.table, workload.workload);
		const pooled = unfit.size === 0 ? arms : orderResolutions(run.table, workload.workload, counting);
		workloads.push(...judge([{ measured: measure(setting, workload, pooled, "all") }], setting));
		const split = arms.map(splitByNode);
		const rows = run.nodes.map(({ node }, index) => ({
			measured: measure(
				setting,
				workload,
				split.map((arm) => arm[index] as Resolutions),
				node,
			),
			voidReason: unfit.get(node),
		}));
		nodeWorkloads.push(judge(rows, setting));
	}
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
		headline: headlineOf(headlined, setting),
	};
}
