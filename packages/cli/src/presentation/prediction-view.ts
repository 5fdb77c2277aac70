import {
	type ForetoldArm,
	type ForetoldQuantile,
	type ForetoldRate,
	type ForetoldWorkload,
	type Interval,
	type Language,
	type PredictionReview,
	pointsRangeText,
	pointsText,
	quantileText,
	shareRangeText,
	shareText,
} from "@localdns/core/report";
import { printable } from "./printable.ts";
import { createStyle, type Style } from "./style.ts";
import { renderColumns } from "./table.ts";

interface View {
	readonly style: Style;
	readonly deadlineMs: number;
	/** Whether anything is said to agree. */
	readonly judged: boolean;
	readonly t: Language;
}

/** What a lab foretold and what came, side by side: doubts first, the sentence to quote last. */
export function renderPrediction(
	review: PredictionReview,
	options: {
		readonly color: boolean;
		readonly width: number;
		readonly deadlineMs: number;
		readonly language: Language;
	},
): string {
	const style = createStyle(options.color);
	const shown = printable(review);
	const { prediction, outcome, node, link, like, doubts, judged } = shown;
	const { deadlineMs, language: t } = options;
	const words = t.prediction;
	const head = [
		[words.foretold, words.lab(prediction.id, prediction.startedAt, link)],
		["", words.from(like.arm, like.node, like.runId, like.startedAt)],
		[words.measured, words.cluster(outcome.id, outcome.startedAt, node)],
		...doubts.map((doubt) => [style.bad(words.doubt), t.sentence(doubt)]),
	].map(([label = "", text = ""]) => [style.faint(label), text]);
	const parts = [
		`${style.strong(words.title(prediction.id, outcome.id))}\n${renderColumns(head, options.width)}`,
		...shown.workloads.map((workload) => workloadPart(workload, { style, deadlineMs, judged, t })),
		style.strong(t.sentence(shown.headline)),
	];
	return `${parts.join("\n\n")}\n`;
}

function workloadPart({ name, arms, change }: ForetoldWorkload, view: View): string {
	const { style, t } = view;
	const words = t.prediction;
	const points = (rate: Interval) => `${pointsText(rate.estimate)} [${t.range(pointsRangeText(rate))}]`;
	const rows = [
		["", words.foretold, words.measured, words.difference, ""].map(style.faint),
		...arms.flatMap((arm) => armRows(arm, view)),
		...(change === null
			? []
			: [[`  ${style.strong(words.change)}`], rateRow(`  ${words.failed}`, change, points, view)]),
	];
	return `${style.strong(t.workload[name].title.toUpperCase())}\n${renderColumns(rows)}`;
}

function armRows({ predictedArm, arm, failureRate, p50, p99 }: ForetoldArm, view: View): string[][] {
	const { style, t } = view;
	const title = predictedArm === arm ? arm : `${predictedArm} → ${arm}`;
	const share = (rate: Interval) => `${shareText(rate.estimate)} [${t.range(shareRangeText(rate))}]`;
	return [
		[`  ${style.strong(title)}`],
		rateRow(`  ${t.prediction.failed}`, failureRate, share, view),
		quantileRow("  p50", p50, view),
		quantileRow("  p99", p99, view),
	];
}

const rateRow = (
	label: string,
	{ predicted, outcome, difference, agrees }: ForetoldRate,
	text: (rate: Interval) => string,
	view: View,
): string[] => [
	view.style.faint(label),
	text(predicted),
	text(outcome),
	`${pointsText(difference.estimate)} [${view.t.range(pointsRangeText(difference))}]`,
	agreement(agrees, view),
];

const quantileRow = (
	label: string,
	{ predicted, outcome, agrees }: ForetoldQuantile,
	view: View,
): string[] => [
	view.style.faint(label),
	quantileText(predicted, view.deadlineMs),
	quantileText(outcome, view.deadlineMs),
	"",
	agreement(agrees, view),
];

function agreement(agrees: boolean | null, { style, judged, t }: View): string {
	if (agrees === null) return judged ? "–" : style.faint(t.prediction.notJudged);
	return agrees ? style.good(t.prediction.agrees) : style.bad(t.prediction.disagrees);
}
