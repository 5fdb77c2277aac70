import type { BenchReport, WorkloadResult } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import type { Markup } from "../markup.ts";
import { pointsRangeText, pointsText, pValueText } from "../number-text.ts";
import { type ForestGroup, forestPlot } from "../svg/forest.ts";
import { bothWidths, figure } from "./figure.ts";
import { mostInPlots } from "./limits.ts";

/** The difference of each arm from the baseline, for all nodes and for those where it is worst. */
export function forestFigure(report: BenchReport, workload: WorkloadResult, t: Language): Markup | undefined {
	const baseline = report.run.arms[0] ?? "";
	const words = t.page.forest;
	const all = report.nodes.length;
	const groups = workload.comparisons.map((comparison): ForestGroup => {
		const perNode = report.nodes.flatMap(({ node, workloads }) => {
			const found = workloads
				.find(({ name }) => name === workload.name)
				?.comparisons.find(({ arm }) => arm === comparison.arm);
			return found === undefined ? [] : [{ label: node, delta: found.failureRateDelta, pooled: false }];
		});
		// Worst node first: where the arm fails more than the baseline, or helps least.
		perNode.sort((a, b) => b.delta.estimate - a.delta.estimate);
		const shown = perNode.slice(0, mostInPlots);
		const pool = { label: words.allNodes, delta: comparison.failureRateDelta, pooled: true };
		return {
			arm: comparison.arm,
			index: report.run.arms.indexOf(comparison.arm),
			// The only node is the pool: it would be shown twice.
			rows: perNode.length > 1 ? [...shown, pool] : [pool],
		};
	});
	if (groups.length === 0) return undefined;
	const manyNodes = groups.some(({ rows }) => rows.length > 1);
	const limited = all > mostInPlots ? t.gap + t.page.forestWorst(mostInPlots, all) : "";
	return figure(
		{
			title: words.title(baseline),
			about: manyNodes ? words.many + limited : words.one,
			plot: bothWidths((width) => forestPlot(groups, baseline, width, t)),
			numbers: {
				head: [
					t.page.column.arm,
					t.page.column.where,
					words.difference,
					t.page.column.interval,
					t.page.column.method,
					t.page.column.pAll,
				],
				rows: groups.flatMap(({ arm, rows }) =>
					rows.map(({ label, delta, pooled }) => [
						arm,
						label,
						pointsText(delta.estimate),
						`[${t.range(pointsRangeText(delta))}]`,
						delta.method,
						pooled ? pValueText(workload.comparisons.find((each) => each.arm === arm)?.pValue ?? 1) : "",
					]),
				),
			},
		},
		t,
	);
}
