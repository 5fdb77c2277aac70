import type { Interval } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { linearScale } from "./scale.ts";

const width = 150;
const middle = 9;

/** A rate as a dot on its interval, and the predicted rate as a mark above, on an axis that the rows of a table share. */
export function rateWhisker(
	rate: Interval,
	index: number,
	highest: number,
	predicted: number | undefined,
): Markup {
	const x = linearScale([0, highest], [2, width - 6]);
	const expectation =
		predicted === undefined
			? undefined
			: markup`<path class="predicted" d="M${x(predicted)} ${middle + 1}l-4 -7h8z"/>`;
	return markup`<svg class="whiskers" viewBox="0 0 ${width} 18" width="${width}" height="18" aria-hidden="true"><line class="grid" x1="2" x2="${width - 6}" y1="${middle}" y2="${middle}"/><line class="whisker arm-${index}" x1="${x(rate.low)}" x2="${x(rate.high)}" y1="${middle}" y2="${middle}"/>${expectation}<circle class="estimate arm-${index}" cx="${x(rate.estimate)}" cy="${middle}" r="4"/></svg>`;
}
