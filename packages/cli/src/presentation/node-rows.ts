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

/** Node by node on the first workload, the node that fails most first. */
export function nodeRows(report: BenchReport, style: Style): string[][] {
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
	const body = results.flatMap(({ node, link, workload }) =>
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
	return [head, ...body];
}
