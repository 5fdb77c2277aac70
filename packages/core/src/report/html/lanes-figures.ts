import type { Workload } from "../../measure/sample.ts";
import type { BenchReport } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, roundShareText } from "../number-text.ts";
import { binLength, binsFor, heatCells, heatMap, heatSteps } from "../svg/heat-map.ts";
import { type Lane, wideWidth } from "../svg/lanes.ts";
import { outcomeClasses, outcomeClassOf } from "../svg/outcome-class.ts";
import { timelinePlot } from "../svg/timeline.ts";
import { changesFor } from "../wording.ts";
import { bothWidths, figure, legendOf } from "./figure.ts";

/** When resolutions failed: one by one, and as shares of short stretches. */
export function lanesFigures(report: BenchReport, workload: Workload, lanes: readonly Lane[]): Markup {
	return markup`${timelineFigure(report, changesFor(report, workload), lanes)}${heatFigure(report, lanes)}`;
}

function timelineFigure(
	report: BenchReport,
	changes: BenchReport["changes"],
	lanes: readonly Lane[],
): Markup {
	const counts = lanes.map((lane) => {
		const of = new Map<string, number>();
		for (const row of lane.rows) {
			const name = outcomeClassOf(lane.table, row);
			if (name !== undefined) of.set(name, (of.get(name) ?? 0) + 1);
		}
		return of;
	});
	const seen = outcomeClasses.filter(({ name }) => counts.some((of) => of.has(name)));
	const flags = changes.map(
		({ atMs, text }, index) =>
			markup`<li><b>${index + 1}</b> at ${lengthText(Math.round(atMs / 100) * 100)}: ${text}</li>`,
	);
	return figure({
		title: "When resolutions failed",
		about:
			"One tick per failed resolution, at the instant it was asked. Ticks side by side are one outage; ticks above each other hit several arms at once.",
		plot: bothWidths((width) => timelinePlot(report, changes, lanes, width)),
		legend: markup`${legendOf(seen.map(({ name, title }) => ({ swatch: `is-${name}`, text: title })))}${flags.length === 0 ? undefined : markup`<ol class="flags">${flags}</ol>`}`,
		numbers: {
			head: ["node", "arm", "resolutions", ...outcomeClasses.map(({ title }) => title)],
			rows: lanes.map((lane, rank) => [
				lane.node,
				lane.arm,
				countText(lane.rows.length),
				...outcomeClasses.map(({ name }) => countText(counts[rank]?.get(name) ?? 0)),
			]),
		},
	});
}

function heatFigure(report: BenchReport, lanes: readonly Lane[]): Markup {
	const { durationMs } = report.run;
	const binMs = binLength(lanes, durationMs, binsFor(wideWidth));
	const cells = lanes.map((lane) => heatCells(lane, durationMs, binMs));
	const manyNodes = report.run.nodes.length > 1;
	const steps = heatSteps.map((upper, step) => ({
		swatch: `heat-${step}`,
		text: upper === 0 ? "none failed" : `up to ${roundShareText(upper)}`,
	}));
	return figure({
		title: "Where and when failures gather",
		about: `Share of failed resolutions in stretches of ${lengthText(binMs)}. Hatched: nothing was asked.`,
		plot: bothWidths((width) => heatMap(report, lanes, width)),
		legend: legendOf(steps),
		numbers: {
			head: ["from", ...lanes.map(({ node, arm }) => (manyNodes ? `${node} · ${arm}` : arm))],
			rows: (cells[0] ?? []).map((_, bin) => [
				lengthText(bin * binMs),
				...cells.map((lane) => {
					const cell = lane[bin];
					return cell === undefined || cell.total === 0 ? "no data" : `${cell.failed}/${cell.total}`;
				}),
			]),
		},
	});
}
