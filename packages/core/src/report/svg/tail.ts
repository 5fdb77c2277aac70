import { wilsonInterval } from "../../measure/wilson.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { roundShareText, shareText } from "../number-text.ts";
import { countAbove, type Distribution } from "../plot-samples.ts";
import { type Box, latencyAxis, longestMs, type Marks, shortestMs } from "./latency-axis.ts";
import { lineLabels } from "./line-labels.ts";
import { areaPath, stepPath } from "./path.ts";
import { isPowerOfTen, logScale, logTicks, type Scale } from "./scale.ts";

const width = 440;
const height = 318;
const box: Box = { left: 52, right: 326, top: 34, bottom: 280 };
/** p99.9: beyond it a bench of this length has too few resolutions. */
const rarest = 0.001;

/**
 * Share of resolutions slower than a time, both axes logarithmic, so that one in ten and one in a thousand
 * are equally plain. The band is Wilson's interval at each time, as if losses were independent.
 */
export function tailPlot(arms: readonly Distribution[], marks: Marks, t: Language): Markup {
	const { x, axis } = latencyAxis(box, marks, t);
	const mostFailed = Math.max(0, ...arms.map(({ answered, total }) => 1 - answered.length / total));
	const top = mostFailed > 0.08 ? 1 : 0.2;
	const y = logScale([rarest, top], [box.bottom, box.top]);
	const grid = logTicks(rarest, top).map((share) => {
		const major = isPowerOfTen(share);
		return markup`<line class="${major ? "grid" : "tick"}" x1="${major ? box.left : box.left - 4}" x2="${major ? box.right : box.left}" y1="${y(share)}" y2="${y(share)}"/>${
			major || share === top
				? markup`<text class="axis end" x="${box.left - 7}" y="${y(share) + 4}">${roundShareText(share)}</text>`
				: undefined
		}`;
	});
	const labels = arms.map(({ arm, index, answered, total }) => {
		const failed = 1 - answered.length / total;
		const slowest = answered.at(-1);
		const ended = failed >= rarest || slowest === undefined;
		return {
			x: ended ? box.right : x(slowest),
			y: y(ended ? failed : 1 / total),
			index,
			arm,
			figure: failed > 0 ? t.page.failedShare(shareText(failed)) : t.page.noneFailed,
		};
	});
	return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${t.page.tail.label}">${grid}${axis}${arms.map((arm) => band(arm, x, y))}${arms.map((arm) => line(arm, x, y))}${lineLabels(labels, box.top + 4, box.bottom - 16)}<text class="axis mid" x="${(box.left + box.right) / 2}" y="${height - 4}">${t.page.tail.axis}</text></svg>`;
}

function line({ index, answered, total }: Distribution, x: Scale, y: Scale): Markup {
	const points = function* (): Generator<readonly [number, number]> {
		yield [box.left, y(1)];
		for (const [rank, ms] of answered.entries()) {
			const share = 1 - (rank + 1) / total;
			if (share < rarest) break;
			yield [x(ms), y(share)];
		}
		const failed = 1 - answered.length / total;
		if (failed >= rarest) yield [box.right, y(failed)];
	};
	return markup`<path class="line arm-${index}" d="${stepPath(points())}"/>`;
}

function band({ index, answered, total }: Distribution, x: Scale, y: Scale): Markup {
	const upper: [number, number][] = [];
	const lower: [number, number][] = [];
	for (let place = 0; place <= 100; place++) {
		const ms = shortestMs * (longestMs / shortestMs) ** (place / 100);
		const slower = countAbove(answered, ms) + (total - answered.length);
		const { low, high } = wilsonInterval(slower, total);
		if (high < rarest) break;
		upper.push([x(ms), y(high)]);
		lower.push([x(ms), y(low)]);
		if (slower === 0) break;
	}
	return markup`<path class="band arm-${index}" d="${areaPath([...upper, ...lower.reverse()])}"/>`;
}
