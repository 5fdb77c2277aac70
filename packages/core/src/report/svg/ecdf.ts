import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { roundShareText, shareText } from "../number-text.ts";
import type { Distribution } from "../plot-samples.ts";
import { latencyAxis, type Marks } from "./latency-axis.ts";
import { lineLabels } from "./line-labels.ts";
import { stepPath } from "./path.ts";
import { linearScale } from "./scale.ts";

const width = 440;
const height = 318;
const box = { left: 44, right: 326, top: 34, bottom: 280 };

/** Share of resolutions answered within a time, a step line per arm. A line never reaches 100 % while resolutions failed. */
export function ecdfPlot(arms: readonly Distribution[], marks: Marks, t: Language): Markup {
	const { x, axis } = latencyAxis(box, marks, t);
	const y = linearScale([0, 1], [box.bottom, box.top]);
	const grid = [0, 0.25, 0.5, 0.75, 1].map(
		(share) =>
			markup`<line class="grid" x1="${box.left}" x2="${box.right}" y1="${y(share)}" y2="${y(share)}"/><text class="axis end" x="${box.left - 7}" y="${y(share) + 4}">${roundShareText(share)}</text>`,
	);
	const lines = arms.map(({ index, answered, total }) => {
		const points = function* (): Generator<readonly [number, number]> {
			yield [box.left, box.bottom];
			for (const [rank, ms] of answered.entries()) yield [x(ms), y((rank + 1) / total)];
			yield [box.right, y(answered.length / total)];
		};
		return markup`<path class="line arm-${index}" d="${stepPath(points())}"/>`;
	});
	const labels = arms.map(({ arm, index, answered, total }) => ({
		x: box.right,
		y: y(answered.length / total),
		index,
		arm,
		figure: t.page.failedShare(shareText(1 - answered.length / total)),
	}));
	return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${t.page.ecdf.label}">${grid}${axis}${lines}${lineLabels(labels, box.top + 4, box.bottom - 16)}<text class="axis mid" x="${(box.left + box.right) / 2}" y="${height - 4}">${t.page.ecdf.axis}</text></svg>`;
}
