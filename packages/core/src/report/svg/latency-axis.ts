import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { lengthText } from "../number-text.ts";
import { isPowerOfTen, logScale, logTicks, type Scale } from "./scale.ts";

/** From below any cache hit to the end of glibc's second try. */
export const shortestMs = 0.05;
export const longestMs = 10_000;

export interface Box {
	left: number;
	right: number;
	top: number;
	bottom: number;
}

export interface Marks {
	floorMs: number;
	deadlineMs: number;
}

/** The horizontal axis that the distribution plots share: log time with the probe's floor and the deadline marked. */
export function latencyAxis(box: Box, marks: Marks, t: Language): { x: Scale; axis: Markup } {
	const x = logScale([shortestMs, longestMs], [box.left, box.right]);
	const ticks = logTicks(shortestMs, longestMs).map((tick) => {
		const major = isPowerOfTen(tick);
		return markup`<line class="${major ? "grid" : "tick"}" x1="${x(tick)}" x2="${x(tick)}" y1="${major ? box.top : box.bottom}" y2="${box.bottom + 4}"/>${
			major
				? markup`<text class="axis mid" x="${x(tick)}" y="${box.bottom + 18}">${tickText(tick)}</text>`
				: undefined
		}`;
	});
	const mark = (ms: number, text: string) =>
		markup`<line class="mark" x1="${x(ms)}" x2="${x(ms)}" y1="${box.top - 6}" y2="${box.bottom}"/><text class="note mid" x="${x(ms)}" y="${box.top - 11}">${text}</text>`;
	const axis = markup`<g>${ticks}${mark(marks.floorMs, t.page.probeFloor)}${mark(marks.deadlineMs, t.page.deadline)}<line class="base" x1="${box.left}" x2="${box.right}" y1="${box.bottom}" y2="${box.bottom}"/></g>`;
	return { x, axis };
}

const tickText = (ms: number): string =>
	ms < 1 ? `${Number((ms * 1000).toPrecision(3))} µs` : lengthText(ms);
