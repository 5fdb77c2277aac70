import type { Workload } from "../../measure/sample.ts";
import type { BenchReport } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, roundShareText } from "../number-text.ts";
import { binLength, binsFor, heatCells, heatMap, heatSteps } from "../svg/heat-map.ts";
import { type FewLanes, fewLanes, type Lane, wideWidth } from "../svg/lanes.ts";
import { outcomeClasses, outcomeClassOf } from "../svg/outcome-class.ts";
import { timelinePlot } from "../svg/timeline.ts";
import { changesFor } from "../wording.ts";
import { bothWidths, figure, legendOf } from "./figure.ts";
import { mostInPlots } from "./limits.ts";

/** When resolutions failed: one by one, and as shares of short stretches. */
export function lanesFigures(
	report: BenchReport,
	workload: Workload,
	lanes: readonly Lane[],
	t: Language,
): Markup {
	const few = fewLanes(lanes, mostInPlots, t.page.others);
	return markup`${timelineFigure(report, workload, few, t)}${heatFigure(report, few, t)}`;
}

/** Numbers on more flags than this would cover each other. */
const mostFlags = 12;

function timelineFigure(report: BenchReport, workload: Workload, few: FewLanes, t: Language): Markup {
	const words = t.page.timeline;
	const lanes = few.shown;
	const counts = lanes.map((lane) => {
		const of = new Map<string, number>();
		for (const row of lane.rows) {
			const name = outcomeClassOf(lane.table, row);
			if (name !== undefined) of.set(name, (of.get(name) ?? 0) + 1);
		}
		return of;
	});
	const seen = outcomeClasses.filter((name) => counts.some((of) => of.has(name)));
	const marks = report.marks ?? [];
	const flags = [...changesFor(report, workload), ...marks.filter(({ node }) => node === undefined)]
		.toSorted((a, b) => a.atMs - b.atMs)
		.slice(0, mostFlags);
	const nodes = new Set(lanes.map(({ node }) => node));
	const diamonds = marks.filter(({ node }) => node !== undefined && nodes.has(node));
	const flagList = flags.map(
		({ atMs, text }, index) =>
			markup`<li><b>${index + 1}</b> ${words.at(lengthText(Math.round(atMs / 100) * 100))}${t.short.colon}${t.sentence(text)}</li>`,
	);
	return figure(
		{
			title: words.title,
			about: words.about + worstOf(few, t) + (diamonds.length === 0 ? "" : t.gap + words.diamonds),
			plot: bothWidths((width) => timelinePlot(report, { flags, diamonds }, lanes, width, t)),
			legend: markup`${legendOf(seen.map((name) => ({ swatch: `is-${name}`, text: t.page.outcomeClass[name] })))}${flagList.length === 0 ? undefined : markup`<ol class="flags">${flagList}</ol>`}`,
			numbers: {
				head: [
					t.page.column.node,
					t.page.column.arm,
					t.page.column.resolutions,
					...outcomeClasses.map((name) => t.page.outcomeClass[name]),
				],
				rows: lanes.map((lane, rank) => [
					lane.node,
					lane.arm,
					countText(lane.rows.length),
					...outcomeClasses.map((name) => countText(counts[rank]?.get(name) ?? 0)),
				]),
			},
		},
		t,
	);
}

const worstOf = ({ own, nodes }: FewLanes, t: Language): string =>
	own < nodes ? t.gap + t.page.shownWorst(own, nodes) : "";

function heatFigure(report: BenchReport, few: FewLanes, t: Language): Markup {
	const words = t.page.heat;
	const { durationMs } = report.run;
	const lanes = [...few.shown, ...few.others];
	const binMs = binLength(few.shown, durationMs, binsFor(wideWidth));
	const cells = lanes.map((lane) => heatCells(lane, durationMs, binMs));
	const manyNodes = report.run.nodes.length > 1;
	const steps = heatSteps.map((upper, step) => ({
		swatch: `heat-${step}`,
		text: upper === 0 ? words.none : words.upTo(roundShareText(upper)),
	}));
	return figure(
		{
			title: words.title,
			about: words.about(lengthText(binMs)) + worstOf(few, t),
			plot: bothWidths((width) => heatMap(report, few, width, t)),
			legend: legendOf(steps),
			numbers: {
				head: [t.page.column.from, ...lanes.map(({ node, arm }) => (manyNodes ? `${node} · ${arm}` : arm))],
				rows: (cells[0] ?? []).map((_, bin) => [
					lengthText(bin * binMs),
					...cells.map((lane) => {
						const cell = lane[bin];
						return cell === undefined || cell.total === 0 ? words.noData : `${cell.failed}/${cell.total}`;
					}),
				]),
			},
		},
		t,
	);
}
