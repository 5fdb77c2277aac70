import type { Sample } from "../../measure/sample.ts";
import type { BenchReport } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import type { Markup } from "../markup.ts";
import { lengthText, timeText } from "../number-text.ts";
import { waterfallPlot } from "../svg/waterfall.ts";
import { bothWidths, figure, legendOf } from "./figure.ts";

/** @param chosen the slowest, in the order in which they are drawn */
export function waterfallFigure(report: BenchReport, chosen: readonly Sample[], t: Language): Markup {
	const { arms, deadlineMs } = report.run;
	return figure(
		{
			title: t.page.waterfall.title,
			about: t.page.waterfall.about,
			plot: bothWidths((width) => waterfallPlot(chosen, arms, deadlineMs, width, t)),
			legend: legendOf([
				{ swatch: "is-lost", text: t.page.waterfall.lost },
				{ swatch: "is-udp", text: t.page.waterfall.udp },
				{ swatch: "is-tcp", text: t.page.waterfall.tcp },
			]),
			numbers: {
				head: t.page.waterfall.head,
				rows: chosen.flatMap((sample) =>
					sample.attempts.map((attempt, rank) => [
						...(rank === 0
							? [
									lengthText(sample.intendedMs),
									sample.node,
									sample.arm,
									`${sample.name}: ${t.outcome[sample.outcome]}`,
								]
							: ["", "", "", ""]),
						`${attempt.name} ${attempt.type} ${attempt.transport} → ${attempt.server}`,
						String(attempt.tryNumber),
						timeText(attempt.startMs),
						attempt.rttMs === null ? "–" : timeText(attempt.rttMs),
						attempt.outcome,
					]),
				),
			},
		},
		t,
	);
}
