import type { Sample } from "../../measure/sample.ts";
import { attemptEnd } from "../../measure/waited.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { lengthText, timeText } from "../number-text.ts";
import { narrowWidth } from "./lanes.ts";
import { shorten } from "./line-labels.ts";
import { linearScale, linearTicks } from "./scale.ts";

/** Every packet of the slowest resolutions: A above, AAAA below, as long as it was waited for. */
export function waterfallPlot(
	samples: readonly Sample[],
	arms: readonly string[],
	deadlineMs: number,
	width: number,
	t: Language,
): Markup {
	const narrow = width <= narrowWidth;
	const left = narrow ? 1 : 330;
	const right = width - (narrow ? 1 : 130);
	const pitch = narrow ? 46 : 30;
	const top = 22;
	const bottom = top + samples.length * pitch + 2;
	const lastMs = Math.max(
		1,
		...samples.flatMap((sample) => sample.attempts.map((each) => attemptEnd(each, sample, deadlineMs))),
	);
	const x = linearScale([0, lastMs], [left, right]);
	const axis = linearTicks(0, lastMs, narrow ? 4 : 8).map(
		(ms) =>
			markup`<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="${top}" y2="${bottom}"/><text class="axis ${narrow && ms === 0 ? "" : "mid"}" x="${x(ms)}" y="${bottom + 16}">${ms === 0 ? "0" : lengthText(ms)}</text>`,
	);
	const deadline =
		lastMs >= deadlineMs
			? markup`<line class="mark" x1="${x(deadlineMs)}" x2="${x(deadlineMs)}" y1="${top - 4}" y2="${bottom}"/><text class="note ${lastMs < deadlineMs * 1.05 ? "end" : "mid"}" x="${x(deadlineMs)}" y="${top - 9}">${t.page.deadline}</text>`
			: undefined;
	const rows = samples.map((sample, rank) => {
		const y = top + rank * pitch + (narrow ? 22 : 6);
		const bars = sample.attempts.map((attempt) => {
			const from = x(attempt.startMs);
			const to = x(attemptEnd(attempt, sample, deadlineMs));
			return markup`<rect class="attempt is-${attempt.rttMs === null ? "lost" : attempt.transport}" x="${from}" y="${y + (attempt.type === "A" ? 0 : 9)}" width="${Math.max(2, to - from)}" height="8"/>`;
		});
		const index = Math.max(0, arms.indexOf(sample.arm));
		const end = sample.latencyMs === null ? t.outcome[sample.outcome] : timeText(sample.latencyMs);
		return narrow
			? markup`<text class="name arm-${index}" x="${left}" y="${y - 6}">${shorten(sample.arm, 14)} <tspan class="plain">${shorten(sample.name, 28)}</tspan></text><text class="note end" x="${right}" y="${y - 6}">${end}</text>${bars}`
			: markup`<text class="name arm-${index} end" x="${left - 12}" y="${y + 13}"><tspan class="plain">${shorten(sample.name, 34)}</tspan>  ${shorten(sample.arm, 14)}</text>${bars}<text class="note" x="${right + 12}" y="${y + 13}">${end}</text>`;
	});
	return markup`<svg class="w${width}" viewBox="0 0 ${width} ${bottom + 24}" role="img" aria-label="${t.page.waterfall.label}">${axis}${deadline}${rows}</svg>`;
}
