import type { Interval } from "../bench-report.ts";
import { english, type Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { pointsRangeText, pointsText, shareRangeText, shareText } from "../number-text.ts";
import type {
	ForetoldArm,
	ForetoldQuantile,
	ForetoldRate,
	ForetoldWorkload,
	PredictionReview,
} from "../prediction-review.ts";
import { quantileText } from "../wording.ts";
import { methodSection } from "./method.ts";
import { pageOf } from "./page.ts";
import { type FigureRow, groupHead, rowGroup } from "./row-group.ts";

/** What a row of the table is written with. */
interface Shown {
	readonly review: PredictionReview;
	readonly deadlineMs: number;
	readonly t: Language;
}

/**
 * What a lab foretold and what came as one page.
 *
 * @param deadlineMs of the outcome: a quantile flagged `beyondDeadline` is larger
 */
export function renderPredictionHtml(
	review: PredictionReview,
	deadlineMs: number,
	t: Language = english,
): string {
	const words = t.prediction;
	const title = words.title(review.prediction.id, review.outcome.id);
	const shown = { review, deadlineMs, t };
	return pageOf(
		t,
		title,
		markup`${hero(review, title, t)}
${review.workloads.map((workload) => workloadSection(workload, shown))}
${runs(review, t)}
${methodSection(words.methodTitle, words.method)}
<footer>localdns ${review.toolVersion} · ${review.prediction.id} → ${review.outcome.id}</footer>`,
	);
}

function hero({ headline, doubts, judged }: PredictionReview, title: string, t: Language): Markup {
	const words = t.prediction;
	const pill = judged ? undefined : markup`<span class="pill invalid">${words.notJudged}</span>`;
	const reasons = markup`<div class="alarm"><b>${capitalised(words.doubt)}</b><ul>${doubts.map((doubt) => markup`<li>${t.sentence(doubt)}</li>`)}</ul></div>`;
	return markup`<header class="hero"><p class="eyebrow">${title}</p>${pill}<h1>${t.sentence(headline)}</h1>${doubts.length === 0 ? undefined : reasons}</header>`;
}

function workloadSection({ name, arms, change }: ForetoldWorkload, shown: Shown): Markup {
	const { t } = shown;
	const words = t.prediction;
	const { title, about } = t.workload[name];
	const columns = [words.foretold, words.measured, words.difference, words.agreement].map(capitalised);
	const groups = [
		...arms.map((arm) => rowGroup(nameOf(arm), armRows(arm, shown), columns)),
		...(change === null ? [] : [rowGroup(words.change, [rateRow(change, differenceOf(t), shown)], columns)]),
	];
	return markup`<section id="${name}"><h2>${title}</h2><p class="lead-in">${about}</p><div class="scroll"><table class="nodes shifts">${groupHead(t.page.column.arm, columns)}${groups}</table></div></section>`;
}

const nameOf = ({ predictedArm, arm }: ForetoldArm): string =>
	predictedArm === arm ? arm : `${predictedArm} → ${arm}`;

function armRows({ failureRate, p50, p99 }: ForetoldArm, shown: Shown): FigureRow[] {
	const rate = (interval: Interval) =>
		markup`<b>${shareText(interval.estimate)}</b> <span class="soft">[${shown.t.range(shareRangeText(interval))}]</span>`;
	return [rateRow(failureRate, rate, shown), quantileRow("p50", p50, shown), quantileRow("p99", p99, shown)];
}

const differenceOf = (t: Language) => (interval: Interval) =>
	markup`${pointsText(interval.estimate)} <span class="soft">[${t.range(pointsRangeText(interval))}]</span>`;

const rateRow = (
	{ predicted, outcome, difference, agrees }: ForetoldRate,
	text: (interval: Interval) => Markup,
	shown: Shown,
): FigureRow => [
	shown.t.prediction.failed,
	text(predicted),
	text(outcome),
	differenceOf(shown.t)(difference),
	agreement(agrees, shown),
];

const quantileRow = (
	label: string,
	{ predicted, outcome, agrees }: ForetoldQuantile,
	shown: Shown,
): FigureRow => [
	label,
	quantileText(predicted, shown.deadlineMs),
	quantileText(outcome, shown.deadlineMs),
	"",
	agreement(agrees, shown),
];

function agreement(agrees: boolean | null, { review, t }: Shown): Markup {
	const words = t.prediction;
	if (agrees === null) return markup`<span class="soft">${review.judged ? "–" : words.notJudged}</span>`;
	return agrees
		? markup`<span class="pill better">${words.agrees}</span>`
		: markup`<span class="pill worse">${words.disagrees}</span>`;
}

function runs({ prediction, outcome, node, link, like }: PredictionReview, t: Language): Markup {
	const words = t.prediction;
	const facts: [string, string][] = [
		[capitalised(words.foretold), words.lab(prediction.id, minuteOf(prediction), link)],
		["", words.from(like.arm, like.node, like.runId, minuteOf(like))],
		[capitalised(words.measured), words.cluster(outcome.id, minuteOf(outcome), node)],
	];
	const basis =
		like.basis.length === 0
			? undefined
			: markup`<h3 class="apart">${words.basis}</h3><ul class="reasons">${like.basis.map((text) => markup`<li>${t.sentence(text)}</li>`)}</ul>`;
	return markup`<section id="runs"><h2>${words.runs}</h2><dl class="setting">${facts.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl>${basis}</section>`;
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const minuteOf = ({ startedAt }: { readonly startedAt: string }): string =>
	`${startedAt.slice(0, 16).replace("T", " ")} UTC`;
