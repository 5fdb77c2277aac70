import type { Interval } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { pointsRangeText, pointsText } from "../number-text.ts";
import { narrowWidth } from "./lanes.ts";
import { shorten } from "./line-labels.ts";
import { linearScale, linearTicks, niceStep } from "./scale.ts";

interface ForestRow {
	/** A node, or all nodes together. */
	label: string;
	delta: Interval;
	pooled: boolean;
}

export interface ForestGroup {
	arm: string;
	index: number;
	rows: ForestRow[];
}

const rowHeight = 26;

/** Difference in failures from the baseline per node, and over all nodes; left of zero the arm fails less. */
export function forestPlot(
	groups: readonly ForestGroup[],
	baseline: string,
	width: number,
	t: Language,
): Markup {
	const narrow = width <= narrowWidth;
	const left = narrow ? 1 : 190;
	const right = width - (narrow ? 1 : 230);
	const lines = groups.flatMap((group) =>
		group.rows.map((row, rank) => ({ ...row, group, first: rank === 0 })),
	);
	const pitch = narrow ? rowHeight + 16 : rowHeight;
	const top = 26;
	const bottom = top + lines.length * pitch + 6;
	const [from, to] = domain(lines.map(({ delta }) => delta));
	const x = linearScale([from, to], [left, right]);
	const zero = x(0);
	const axis = linearTicks(from * 100, to * 100, narrow ? 4 : 8).map((points) => {
		const at = x(points / 100);
		return markup`<line class="${points === 0 ? "base" : "grid"}" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text class="axis mid" x="${at}" y="${bottom + 16}">${points > 0 ? "+" : points < 0 ? "−" : ""}${Math.abs(points)}</text>`;
	});
	const rows = lines.map(({ label, delta, pooled, group, first }, rank) => {
		const y = top + rank * pitch + pitch / 2 + (narrow ? 8 : 0);
		const [low, mid, high] = [x(delta.low), x(delta.estimate), x(delta.high)];
		const shape = pooled
			? markup`<path class="pooled arm-${group.index}" d="M${low} ${y}L${mid} ${y - 7}L${high} ${y}L${mid} ${y + 7}Z"/>`
			: markup`<line class="whisker arm-${group.index}" x1="${low}" x2="${high}" y1="${y}" y2="${y}"/><rect class="estimate arm-${group.index}" x="${mid - 4}" y="${y - 4}" width="8" height="8"/>`;
		const name = pooled && group.rows.length === 1 ? group.arm : first ? `${group.arm} · ${label}` : label;
		const figure = `${pointsText(delta.estimate)} [${t.range(pointsRangeText(delta))}]`;
		return narrow
			? markup`<text class="name arm-${group.index}" x="${left}" y="${y - 14}">${shorten(name, 22)}</text><text class="note end" x="${right}" y="${y - 14}">${figure}</text>${shape}`
			: markup`<text class="name arm-${group.index} end" x="${left - 12}" y="${y + 4}">${shorten(name, 26)}</text>${shape}<text class="note" x="${right + 14}" y="${y + 4}">${figure}</text>`;
	});
	const sides = markup`<text class="note end" x="${Math.max(zero - 8, left + 90)}" y="${top - 10}">${zero - left > 110 ? t.page.forest.less : ""}</text><text class="note" x="${zero + 8}" y="${top - 10}">${right - zero > 100 ? t.page.forest.more : ""}</text>`;
	return markup`<svg class="w${width}" viewBox="0 0 ${width} ${bottom + 40}" role="img" aria-label="${t.page.forest.label(baseline)}">${axis}${sides}${rows}<text class="axis mid" x="${(left + right) / 2}" y="${bottom + 34}">${t.page.forest.axis(shorten(baseline, 20))}</text></svg>`;
}

/** Holds every interval and zero, rounded outward to whole steps. */
function domain(intervals: readonly Interval[]): [number, number] {
	const low = Math.min(0, ...intervals.map((each) => each.low));
	const high = Math.max(0, ...intervals.map((each) => each.high));
	const step = niceStep(Math.max(high - low, 0.002), 8);
	return [Math.floor(low / step - 0.3) * step, Math.ceil(high / step + 0.3) * step];
}
