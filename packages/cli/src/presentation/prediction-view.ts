import {
	type ForetoldArm,
	type ForetoldQuantile,
	type ForetoldRate,
	type ForetoldWorkload,
	type Interval,
	languages,
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

/** What a lab foretold and what came, side by side: doubts first, the sentence to quote last. */
export function renderPrediction(
	review: PredictionReview,
	options: { readonly color: boolean; readonly width: number; readonly deadlineMs: number },
): string {
	const style = createStyle(options.color);
	const shown = printable(review);
	const { prediction, outcome, node, link, like, doubts } = shown;
	const head = [
		["foretold", `lab run ${prediction.id} · ${prediction.startedAt} · link ${link}`],
		["", `taken from ${like.arm} on ${like.node} in run ${like.runId} · ${like.startedAt}`],
		["measured", `run ${outcome.id} · ${outcome.startedAt} · node ${node}`],
		...doubts.map((doubt) => [style.bad("doubt"), doubt]),
	].map(([label = "", text = ""]) => [style.faint(label), text]);
	const parts = [
		`${style.strong(`localdns bench · prediction ${prediction.id} → outcome ${outcome.id}`)}\n${renderColumns(head, options.width)}`,
		...shown.workloads.map((workload) => workloadPart(workload, style, options.deadlineMs)),
		style.strong(shown.headline),
	];
	return `${parts.join("\n\n")}\n`;
}

function workloadPart({ name, arms, change }: ForetoldWorkload, style: Style, deadlineMs: number): string {
	const rows = [
		["", "foretold", "measured", "difference", ""].map(style.faint),
		...arms.flatMap((arm) => armRows(arm, style, deadlineMs)),
		...(change === null
			? []
			: [
					[`  ${style.strong("what the cache changes")}`],
					rateRow(
						"  failed",
						change,
						(rate) => `${pointsText(rate.estimate)} [${pointsRangeText(rate)}]`,
						style,
					),
				]),
	];
	return `${style.strong(languages.en.workload[name].title.toUpperCase())}\n${renderColumns(rows)}`;
}

function armRows(
	{ predictedArm, arm, failureRate, p50, p99 }: ForetoldArm,
	style: Style,
	deadlineMs: number,
) {
	const title = predictedArm === arm ? arm : `${predictedArm} → ${arm}`;
	const rate = (interval: Interval) => `${shareText(interval.estimate)} [${shareRangeText(interval)}]`;
	return [
		[`  ${style.strong(title)}`],
		rateRow("  failed", failureRate, rate, style),
		quantileRow("  p50", p50, style, deadlineMs),
		quantileRow("  p99", p99, style, deadlineMs),
	];
}

const rateRow = (
	label: string,
	{ predicted, outcome, difference, agrees }: ForetoldRate,
	text: (rate: Interval) => string,
	style: Style,
): string[] => [
	style.faint(label),
	text(predicted),
	text(outcome),
	`${pointsText(difference.estimate)} [${pointsRangeText(difference)}]`,
	agreement(agrees, style),
];

const quantileRow = (
	label: string,
	{ predicted, outcome, agrees }: ForetoldQuantile,
	style: Style,
	deadlineMs: number,
): string[] => [
	style.faint(label),
	quantileText(predicted, deadlineMs),
	quantileText(outcome, deadlineMs),
	"",
	agreement(agrees, style),
];

function agreement(agrees: boolean | null, style: Style): string {
	if (agrees === null) return "–";
	return agrees ? style.good("agrees") : style.bad("does not agree");
}
