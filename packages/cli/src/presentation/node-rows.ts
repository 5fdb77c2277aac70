import {
	type BenchReport,
	failedText,
	failureRateText,
	pointsRangeText,
	pointsText,
	verdictOf,
} from "@localdns/core/report";
import type { Style } from "./style.ts";
import { verdictMark } from "./verdict-mark.ts";

/** More would push the verdict off the screen. */
const mostNodes = 20;

/** Node by node on the first workload, the node that fails most first; the first twenty unless all are asked for. */
export function nodeRows(report: BenchReport, style: Style, all: boolean): string[][] {
	const first = report.workloads[0]?.name;
	const results = report.nodes.flatMap(({ node, link, workloads }) => {
		const workload = workloads.find(({ name }) => name === first);
		return workload === undefined ? [] : [{ node, link, workload }];
	});
	const worst = (result: (typeof results)[number]) =>
		Math.max(0, ...result.workload.arms.map(({ failureRate }) => failureRate.estimate));
	results.sort((a, b) => worst(b) - worst(a));
	const head = ["NODE", "link", "arm", `${first ?? ""} failed`, "Δ pp", "", ""].map((text, index) =>
		index === 0 ? style.strong(text) : style.faint(text),
	);
	const shown = all ? results : results.slice(0, mostNodes);
	const rest = results.length - shown.length;
	const body = shown.flatMap(({ node, link, workload }) =>
		workload.arms.map((arm, index) => {
			const comparison = workload.comparisons.find((each) => each.arm === arm.arm);
			return [
				index === 0 ? node : "",
				index === 0 ? link : "",
				arm.arm,
				`${failedText(arm)}  ${failureRateText(arm)}`,
				comparison === undefined ? "" : pointsText(comparison.failureRateDelta.estimate),
				comparison === undefined ? "" : `[${pointsRangeText(comparison.failureRateDelta)}]`,
				comparison === undefined ? "" : verdictMark(verdictOf(report, comparison), style),
			];
		}),
	);
	return [head, ...body, ...(rest === 0 ? [] : [[`and ${rest} more: -o wide`]])];
}
