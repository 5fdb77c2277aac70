import type { BenchReport, WorkloadResult } from "../bench-report.ts";
import type { Markup } from "../markup.ts";
import { pointsRangeText, pointsText, pValueText } from "../number-text.ts";
import { type ForestGroup, forestPlot } from "../svg/forest.ts";
import { bothWidths, figure } from "./figure.ts";

export function forestFigure(report: BenchReport, workload: WorkloadResult): Markup | undefined {
	const baseline = report.run.arms[0] ?? "";
	const groups = workload.comparisons.map((comparison): ForestGroup => {
		const perNode = report.nodes.flatMap(({ node, workloads }) => {
			const found = workloads
				.find(({ name }) => name === workload.name)
				?.comparisons.find(({ arm }) => arm === comparison.arm);
			return found === undefined ? [] : [{ label: node, delta: found.failureRateDelta, pooled: false }];
		});
		// Worst node first. The only node is the pool: it would be shown twice.
		perNode.sort((a, b) => b.delta.estimate - a.delta.estimate);
		const pool = { label: "all nodes", delta: comparison.failureRateDelta, pooled: true };
		return {
			arm: comparison.arm,
			index: report.run.arms.indexOf(comparison.arm),
			rows: perNode.length > 1 ? [...perNode, pool] : [pool],
		};
	});
	if (groups.length === 0) return undefined;
	const manyNodes = groups.some(({ rows }) => rows.length > 1);
	return figure({
		title: `Difference in failures from ${baseline}`,
		about: manyNodes
			? "Each node with its 95% interval, and the diamond for all nodes together. What crosses zero is no difference that this run can show."
			: "The diamond spans the 95% interval. What crosses zero is no difference that this run can show.",
		plot: bothWidths((width) => forestPlot(groups, baseline, width)),
		numbers: {
			head: ["arm", "where", "difference", "95% interval", "method", "p (all nodes)"],
			rows: groups.flatMap(({ arm, rows }) =>
				rows.map(({ label, delta, pooled }) => [
					arm,
					label,
					pointsText(delta.estimate),
					`[${pointsRangeText(delta)}]`,
					delta.method,
					pooled ? pValueText(workload.comparisons.find((each) => each.arm === arm)?.pValue ?? 1) : "",
				]),
			),
		},
	});
}
