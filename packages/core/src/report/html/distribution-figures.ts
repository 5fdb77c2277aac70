import { quantileRankInterval } from "../../measure/order-statistic.ts";
import { quantileRank } from "../../measure/quantile.ts";
import { wilsonInterval } from "../../measure/wilson.ts";
import type { BenchReport } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import {
	countText,
	lengthText,
	roundShareText,
	shareRangeText,
	shareText,
	timeText,
} from "../number-text.ts";
import { countAbove, type Distribution, distributions, type PlotRows } from "../plot-samples.ts";
import { ecdfPlot } from "../svg/ecdf.ts";
import { tailPlot } from "../svg/tail.ts";
import { figure } from "./figure.ts";

const shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];
const timesMs = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** How long resolutions took: the whole, and the slow end. */
export function distributionFigures(run: BenchReport, resolutions: PlotRows, t: Language): Markup {
	const arms = distributions(resolutions);
	const marks = { floorMs: run.validity.floorMs.p50, deadlineMs: run.run.deadlineMs };
	const deadline = lengthText(marks.deadlineMs);
	const ecdf = figure(
		{
			half: true,
			title: t.page.ecdf.title,
			about: t.page.ecdf.about(deadline),
			plot: ecdfPlot(arms, marks, t),
			numbers: {
				head: [t.page.column.answered, ...arms.map(({ arm }) => arm)],
				rows: [
					...shares.map((share) => [
						roundShareText(share),
						...arms.map((arm) => quantileOf(arm, share, deadline)),
					]),
					[t.page.column.resolutions, ...arms.map(({ total }) => countText(total))],
				],
			},
		},
		t,
	);
	const tail = figure(
		{
			half: true,
			title: t.page.tail.title,
			about: t.page.tail.about,
			plot: tailPlot(arms, marks, t),
			numbers: {
				head: [t.page.column.slowerThan, ...arms.map(({ arm }) => arm)],
				rows: timesMs
					.filter((ms) => ms <= marks.deadlineMs)
					.map((ms) => [timeText(ms), ...arms.map((arm) => slowerThan(arm, ms))]),
			},
		},
		t,
	);
	return markup`${ecdf}${tail}`;
}

/** `–` where there are too few resolutions for a bound on either side, as everywhere. */
function quantileOf({ answered, total }: Distribution, share: number, deadline: string): string {
	const { low, high } = quantileRankInterval(share, total);
	const surelyBeyond = low !== null && low > answered.length;
	if (!surelyBeyond && (low === null || high === null)) return "–";
	const ms = answered[quantileRank(share, total) - 1];
	return ms === undefined ? `> ${deadline}` : timeText(ms);
}

function slowerThan({ answered, total }: Distribution, ms: number): string {
	const slower = countAbove(answered, ms) + total - answered.length;
	return `${shareText(slower / total)} [${shareRangeText(wilsonInterval(slower, total))}]`;
}
