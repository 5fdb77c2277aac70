import type { Sample } from "../../measure/sample.ts";
import type { BenchReport } from "../bench-report.ts";
import type { Markup } from "../markup.ts";
import { lengthText, timeText } from "../number-text.ts";
import { waterfallPlot } from "../svg/waterfall.ts";
import { outcomeWords } from "../wording.ts";
import { bothWidths, figure, legendOf } from "./figure.ts";

/** @param chosen the slowest, in the order in which they are drawn */
export function waterfallFigure(report: BenchReport, chosen: readonly Sample[]): Markup {
	const { arms, deadlineMs } = report.run;
	return figure({
		title: "Inside the slowest resolutions",
		about:
			"Every packet of the ten that took longest, A above AAAA: one lost packet costs the stub a whole timeout.",
		plot: bothWidths((width) => waterfallPlot(chosen, arms, deadlineMs, width)),
		legend: legendOf([
			{ swatch: "is-lost", text: "waited for, never answered" },
			{ swatch: "is-udp", text: "answered over UDP" },
			{ swatch: "is-tcp", text: "answered over TCP" },
		]),
		numbers: {
			head: ["asked at", "node", "arm", "name", "question", "try", "began", "took", "outcome"],
			rows: chosen.flatMap((sample) =>
				sample.attempts.map((attempt, rank) => [
					...(rank === 0
						? [
								lengthText(sample.intendedMs),
								sample.node,
								sample.arm,
								`${sample.name}: ${outcomeWords[sample.outcome]}`,
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
	});
}
