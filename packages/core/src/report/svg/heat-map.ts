import { succeeded } from "../../measure/sample-table.ts";
import type { BenchReport } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { type FewLanes, type Lane, laneFrame, laneNames, narrowWidth, timeAxis } from "./lanes.ts";

/** Upper ends of the colour steps, shares of failed resolutions; none failed has a step of its own. */
export const heatSteps = [0, 0.01, 0.05, 0.2, 0.5, 1] as const;

export interface HeatCell {
	failed: number;
	total: number;
}

const niceBinsMs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((seconds) => seconds * 1000);
const fewestPerBin = 5;

/** Width of a bin: a round length that gives at most `most` bins and, on average, a few resolutions in each. */
export function binLength(lanes: readonly Lane[], durationMs: number, most: number): number {
	const busiest = Math.max(1, ...lanes.map(({ rows }) => rows.length));
	const least = Math.max(durationMs / most, (fewestPerBin * durationMs) / busiest);
	return niceBinsMs.find((bin) => bin >= least) ?? Math.ceil(least);
}

export function heatCells(lane: Lane, durationMs: number, binMs: number): HeatCell[] {
	const cells = Array.from({ length: Math.ceil(durationMs / binMs) }, () => ({ failed: 0, total: 0 }));
	const { table, rows } = lane;
	for (const row of rows) {
		const bin = Math.floor((table.intendedMs[row] as number) / binMs);
		const cell = cells[Math.min(cells.length - 1, bin)];
		if (cell === undefined) continue;
		cell.total += 1;
		if (!succeeded(table, row)) cell.failed += 1;
	}
	return cells;
}

/** Share of failed resolutions per node, arm and time; hatched where nothing was asked. */
export function heatMap(report: BenchReport, few: FewLanes, width: number, t: Language): Markup {
	const { durationMs, nodes } = report.run;
	const lanes = [...few.shown, ...few.others];
	// Width of the bins is that of the nodes shown: all others together would have finer ones.
	const binMs = binLength(few.shown, durationMs, binsFor(width));
	const frame = laneFrame(width, lanes.length, durationMs, 6);
	const rows = lanes.map((lane, rank) =>
		heatCells(lane, durationMs, binMs).map((cell, bin) => {
			const from = frame.x(bin * binMs);
			const to = frame.x(Math.min(durationMs, (bin + 1) * binMs));
			return markup`<rect class="${heatClass(cell)}" x="${from}" y="${frame.laneTop(rank)}" width="${Math.max(0.5, to - from - 1)}" height="${frame.laneHeight}"/>`;
		}),
	);
	return markup`<svg class="w${width}" viewBox="0 0 ${width} ${frame.height}" role="img" aria-label="${t.page.heat.label}">${rows}${laneNames(frame, lanes, nodes.length > 1, t)}${timeAxis(frame, durationMs)}</svg>`;
}

export const binsFor = (width: number): number => (width <= narrowWidth ? 30 : 60);

function heatClass({ failed, total }: HeatCell): string {
	if (total === 0) return "no-data";
	const step = heatSteps.findIndex((upper) => failed / total <= upper);
	return `heat-${step}`;
}
