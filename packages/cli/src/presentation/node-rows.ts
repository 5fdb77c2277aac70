import {
	type BenchReport,
	byWorst,
	failedText,
	failureRateText,
	pointsRangeText,
	pointsText,
	verdictOf,
} from "@localdns/core/report";
import type { View } from "./arm-columns.ts";
import { verdictMark } from "./verdict-mark.ts";

/** More would push the verdict off the screen. */
const mostNodes = 20;

/** Node by node on the first workload, the node that fails most first; the first twenty unless all are asked for. */
export function nodeRows(report: BenchReport, { style, wide: all, t }: View): string[][] {
	const first = report.workloads[0]?.name;
	const results = first === undefined ? [] : byWorst(report, first);
	const head = [
		t.table.nodesHead,
		t.table.row.link,
		t.table.arm,
		t.table.workloadFailed(first ?? ""),
		"Δ pp",
		"",
		"",
	].map((text, index) => (index === 0 ? style.strong(text) : style.faint(text)));
	const shown = all ? results : results.slice(0, mostNodes);
	const rest = results.length - shown.length;
	const body = shown.flatMap(({ node, link, workload }) =>
		workload.arms.map((arm, index) => {
			const comparison = workload.comparisons.find((each) => each.arm === arm.arm);
			return [
				index === 0 ? node : "",
				index === 0 ? t.sentence(link) : "",
				arm.arm,
				`${failedText(arm)}  ${failureRateText(arm)}`,
				comparison === undefined ? "" : pointsText(comparison.failureRateDelta.estimate),
				comparison === undefined ? "" : `[${t.range(pointsRangeText(comparison.failureRateDelta))}]`,
				comparison === undefined ? "" : verdictMark(verdictOf(report, comparison), style, t),
			];
		}),
	);
	return [head, ...body, ...(rest === 0 ? [] : [[t.table.moreWide(rest)]])];
}
