import { type SampleTable, succeeded } from "../../measure/sample-table.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText } from "../number-text.ts";
import type { PlotRows } from "../plot-samples.ts";
import { shorten } from "./line-labels.ts";
import { linearScale, type Scale } from "./scale.ts";

/** One strip of time for what one node asked through one arm. */
export interface Lane {
	node: string;
	arm: string;
	index: number;
	table: SampleTable;
	/** Of the table, in its order. */
	rows: Uint32Array;
	failed: number;
}

/** A lane for each node and arm, the node that fails most first; a node without any resolution keeps empty lanes. */
export function lanesOf({ table, rows }: PlotRows): Lane[] {
	const arms = table.arms.length;
	const sizes = new Uint32Array(table.nodes.length * arms);
	const laneOf = (row: number) => (table.node[row] as number) * arms + (table.arm[row] as number);
	for (const row of rows) sizes[laneOf(row)] = (sizes[laneOf(row)] as number) + 1;
	const split = Array.from(sizes, (size) => new Uint32Array(size));
	const failures = new Uint32Array(sizes.length);
	sizes.fill(0);
	for (const row of rows) {
		const lane = laneOf(row);
		const next = sizes[lane] as number;
		(split[lane] as Uint32Array)[next] = row;
		sizes[lane] = next + 1;
		if (!succeeded(table, row)) failures[lane] = (failures[lane] as number) + 1;
	}
	const groups = table.nodes.map((node, place) => {
		const lanes = table.arms.map((arm, index): Lane => {
			const lane = place * arms + index;
			return { node, arm, index, table, rows: split[lane] as Uint32Array, failed: failures[lane] as number };
		});
		// In a lab every arm has a node of its own: lanes of the other arms would say "no data" by design.
		const used = lanes.filter((lane) => lane.rows.length > 0);
		return used.length > 0 ? used : lanes;
	});
	const failed = (lanes: Lane[]) => lanes.reduce((sum, lane) => sum + lane.failed, 0);
	return groups.sort((a, b) => failed(b) - failed(a)).flat();
}

/** The lanes of the nodes that fail most, and one lane an arm for all the others together. */
export interface FewLanes {
	shown: Lane[];
	/** How many nodes there are in all, and how many of them have lanes of their own. */
	nodes: number;
	own: number;
	/** Everything that the other nodes asked, by arm; empty where there are none. */
	others: Lane[];
}

/** @param lanes in the order of `lanesOf` */
export function fewLanes(
	lanes: readonly Lane[],
	most: number,
	nameOthers: (count: number) => string,
): FewLanes {
	const nodes = [...new Set(lanes.map(({ node }) => node))];
	const own = new Set(nodes.slice(0, most));
	const shown = lanes.filter(({ node }) => own.has(node));
	const rest = lanes.filter(({ node }) => !own.has(node));
	const arms = [...new Set(rest.map(({ index }) => index))].sort((a, b) => a - b);
	const others = arms.flatMap((index): Lane[] => {
		const same = rest.filter((lane) => lane.index === index);
		const [first] = same;
		if (first === undefined) return [];
		const rows = new Uint32Array(same.reduce((sum, lane) => sum + lane.rows.length, 0));
		let filled = 0;
		for (const lane of same) {
			rows.set(lane.rows, filled);
			filled += lane.rows.length;
		}
		const failed = same.reduce((sum, lane) => sum + lane.failed, 0);
		return [{ ...first, node: nameOthers(nodes.length - own.size), rows, failed }];
	});
	return { shown, nodes: nodes.length, own: own.size, others };
}

/** Where lanes stand on a plot; narrow plots have the name above its lane. */
export interface LaneFrame {
	width: number;
	height: number;
	left: number;
	right: number;
	top: number;
	bottom: number;
	laneTop: (lane: number) => number;
	laneHeight: number;
	x: Scale;
	narrow: boolean;
}

export const wideWidth = 1080;
export const narrowWidth = 380;

export function laneFrame(width: number, lanes: number, durationMs: number, top: number): LaneFrame {
	const narrow = width <= narrowWidth;
	const laneHeight = 20;
	const pitch = narrow ? laneHeight + 22 : laneHeight + 8;
	const first = top + (narrow ? 18 : 0);
	const left = narrow ? 1 : 190;
	const right = width - (narrow ? 1 : 118);
	const bottom = first + lanes * pitch - (pitch - laneHeight) + 6;
	return {
		width,
		height: bottom + 36,
		left,
		right,
		top,
		bottom,
		laneTop: (lane) => first + lane * pitch,
		laneHeight,
		x: linearScale([0, durationMs], [left, right]),
		narrow,
	};
}

export function laneNames(frame: LaneFrame, lanes: readonly Lane[], manyNodes: boolean, t: Language): Markup {
	return markup`<g>${lanes.map((lane, rank) => {
		const top = frame.laneTop(rank);
		const name = manyNodes ? `${lane.node} · ${lane.arm}` : lane.arm;
		const figure = t.page.laneFailed(countText(lane.failed), countText(lane.rows.length));
		return frame.narrow
			? markup`<text class="name arm-${lane.index}" x="${frame.left}" y="${top - 6}">${shorten(name, 34)}</text><text class="note end" x="${frame.right}" y="${top - 6}">${figure}</text>`
			: markup`<text class="name arm-${lane.index} end" x="${frame.left - 12}" y="${top + 14}">${shorten(name, 26)}</text><text class="note" x="${frame.right + 10}" y="${top + 14}">${figure}</text>`;
	})}</g>`;
}

const niceStepsS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600];

export function timeAxis(frame: LaneFrame, durationMs: number): Markup {
	const seconds = durationMs / 1000;
	const step = niceStepsS.find((each) => seconds / each <= (frame.narrow ? 4 : 10)) ?? seconds;
	const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
	const text = (at: number) => (at === 0 ? "0" : step < 60 ? `${at} s` : lengthText(at * 1000));
	return markup`<g>${ticks.map((at) => {
		const x = frame.x(at * 1000);
		// A label at the very edge of a narrow plot would be cut off.
		const side = !frame.narrow ? "mid" : x < frame.left + 10 ? "start" : x > frame.right - 10 ? "end" : "mid";
		return markup`<line class="tick" x1="${x}" x2="${x}" y1="${frame.bottom}" y2="${frame.bottom + 4}"/><text class="axis ${side}" x="${x}" y="${frame.bottom + 18}">${text(at)}</text>`;
	})}<line class="base" x1="${frame.left}" x2="${frame.right}" y1="${frame.bottom}" y2="${frame.bottom}"/></g>`;
}
