import {
	type ArmResult,
	type BenchReport,
	type Comparison,
	countText,
	failedText,
	failureClasses,
	failureRateText,
	type Language,
	lengthText,
	pointsRangeText,
	pointsText,
	pValueText,
	quantileText,
	ratioText,
	shareRangeText,
	shareText,
	timeRangeText,
	timeText,
	verdictOf,
	type WorkloadResult,
} from "@localdns/core/report";
import type { Style } from "./style.ts";
import { cellWidth, columnGap, renderColumns } from "./table.ts";
import { verdictMark } from "./verdict-mark.ts";

export interface View {
	width: number;
	/** Every figure instead of those that most people ask for. */
	wide: boolean;
	style: Style;
	t: Language;
}

/** One figure for every arm. */
interface Row {
	label: string;
	of: (arm: ArmResult, comparison: Comparison | undefined) => string;
	/** Only in the long form. */
	wideOnly?: true;
}

/** A workload as a table, a column per arm; as many arms side by side as the width holds, the baseline in each part. */
export function armColumns(report: BenchReport, workload: WorkloadResult, view: View): string[] {
	const rows = rowsOf(report, workload, view).filter((row) => view.wide || row.wideOnly === undefined);
	const cells = workload.arms.map((arm) => {
		const comparison = workload.comparisons.find((each) => each.arm === arm.arm);
		return [view.style.strong(arm.arm), ...rows.map((row) => row.of(arm, comparison))];
	});
	const labels = ["", ...rows.map((row) => row.label)];
	const kept = labels.map((_, index) => index === 0 || cells.some((column) => column[index] !== ""));
	const columns = [labels.map((label) => `  ${view.style.faint(label)}`), ...cells].map((column) =>
		column.filter((_, index) => kept[index]),
	);
	return sideBySide(columns, view.width).map((group) =>
		renderColumns((group[0] ?? []).map((_, index) => group.map((column) => column[index] ?? ""))),
	);
}

function sideBySide(columns: string[][], width: number): string[][][] {
	const widthOf = (column: string[]) => Math.max(...column.map(cellWidth));
	const [labels = [], baseline = [], ...others] = columns;
	const groups: string[][][] = [];
	let group = [labels, baseline];
	const used = (parts: string[][]) =>
		parts.reduce((sum, column) => sum + widthOf(column) + columnGap, -columnGap);
	for (const column of others) {
		if (group.length > 2 && used([...group, column]) > width) {
			groups.push(group);
			group = [labels, baseline];
		}
		group.push(column);
	}
	return [...groups, group];
}

function rowsOf(report: BenchReport, workload: WorkloadResult, { style, t }: View): Row[] {
	const { deadlineMs } = report.run;
	const { prediction } = workload;
	const quantile = (name: "p50" | "p90" | "p99" | "p999", label: string): Row[] => [
		{
			label: t.table.time(label),
			of: (arm) => quantileText(arm.latencyMs[name], deadlineMs),
			...(name === "p50" || name === "p99" ? {} : { wideOnly: true }),
		},
		{ label: t.table.interval, of: (arm) => t.range(quantileInterval(arm, name)), wideOnly: true },
	];
	return [
		{
			label: t.table.failedIn(lengthText(deadlineMs)),
			of: (arm) => `${failedText(arm)}  ${failureRateText(arm)}`,
		},
		{
			label: t.table.interval,
			of: (arm) => (arm.failed === 0 ? "" : `[${shareRangeText(arm.failureRate)}%]`),
		},
		{
			label: t.table.predicted,
			of: (arm) =>
				prediction?.arm === arm.arm
					? `${shareText(prediction.failureRate)} ${prediction.insideInterval ? t.table.inside : style.bad(t.table.outside)}`
					: "",
		},
		{
			label: t.table.ofWhich,
			of: (arm) =>
				failureClasses(arm)
					.map(({ outcome, count }) => `${t.outcome[outcome]} ${countText(count)}`)
					.join("\n"),
		},
		{ label: t.table.gaveUp, of: (arm) => countText(arm.gaveUp) },
		{ label: t.table.episodes, of: (arm) => countText(arm.episodes), wideOnly: true },
		{ label: t.table.wrong, of: (arm) => countText(arm.outcomes.wrong_answer ?? 0) },
		{ label: t.table.stale, of: (arm) => staleText(arm, t) },
		...quantile("p50", "p50"),
		...quantile("p90", "p90"),
		...quantile("p99", "p99"),
		...quantile("p999", "p99.9"),
		{
			label: t.table.mean(lengthText(deadlineMs)),
			of: (arm) => timeText(arm.restrictedMeanMs),
			wideOnly: true,
		},
		{ label: t.table.queries, of: (arm) => arm.wireQueriesPerResolution.toFixed(2) },
		...comparisonRows(report, style, t),
	];
}

function comparisonRows(report: BenchReport, style: Style, t: Language): Row[] {
	const row = (label: string, of: (comparison: Comparison) => string, wideOnly?: true): Row => ({
		label,
		of: (_, comparison) => (comparison === undefined ? "" : of(comparison)),
		...(wideOnly === undefined ? {} : { wideOnly }),
	});
	const baseline = report.run.arms[0] ?? t.table.baseline;
	return [
		row(t.table.minus(baseline), ({ failureRateDelta }) => pointsText(failureRateDelta.estimate)),
		row(t.table.interval, ({ failureRateDelta }) => `[${t.range(pointsRangeText(failureRateDelta))}]`),
		row(t.table.signFlip, ({ pValue }) => pValueText(pValue)),
		row(t.table.holm, ({ adjusted }) => pValueText(adjusted.failures), true),
		row(t.table.p99SignFlip, ({ p99 }) => pValueText(p99.pValue), true),
		row(t.table.typical, ({ typicalRatio }) =>
			typicalRatio === null ? "–" : ratioText(typicalRatio.estimate),
		),
		row(
			t.table.onlyOne,
			({ mcnemar, baseline: name, arm }) =>
				`${name} ${countText(mcnemar.onlyBaselineFailed)}\n${arm} ${countText(mcnemar.onlyArmFailed)}`,
			true,
		),
		row(t.table.blocks, ({ blocks }) => t.table.blocksOf(blocks.count, lengthText(blocks.lengthMs)), true),
		row(
			t.table.detectable,
			({ detectable }) => (detectable === null ? "–" : pointsText(detectable).replace("+", "")),
			true,
		),
		row(t.table.verdict, (comparison) => verdictMark(verdictOf(report, comparison), style, t)),
	];
}

function quantileInterval(arm: ArmResult, name: "p50" | "p90" | "p99" | "p999"): string {
	const { estimate, low, high, tooFew } = arm.latencyMs[name];
	return tooFew === true || estimate === null ? "" : `[${timeRangeText(low, high)}]`;
}

function staleText(arm: ArmResult, t: Language): string {
	return arm.staleAgeMs === undefined
		? countText(arm.stale)
		: t.table.upTo(countText(arm.stale), timeText(arm.staleAgeMs.max));
}
