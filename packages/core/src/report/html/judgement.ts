import type { BenchReport, Comparison, WorkloadResult } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import {
	countText,
	lengthText,
	pointsRangeText,
	pointsSizeText,
	pointsText,
	pValueText,
	ratioText,
} from "../number-text.ts";
import { verdictOf } from "../wording.ts";
import { dataTable } from "./figure.ts";
import { pill } from "./pill.ts";

/** Each arm's verdict with its reason, and the figures behind it; nothing for a run that is not valid. */
export function judgement(report: BenchReport, workload: WorkloadResult, t: Language): Markup | undefined {
	if (!report.validity.valid || workload.comparisons.length === 0) return undefined;
	const reasons = workload.comparisons.map((comparison) => {
		const verdict = verdictOf(report, comparison);
		const notes =
			comparison.annotations.length === 0
				? ""
				: t.aside(comparison.annotations.map(t.sentence).join(t.semicolon));
		const said = t.sentence(comparison.reason);
		const reason = said.startsWith(`${comparison.arm} `) ? said.slice(comparison.arm.length + 1) : said;
		return markup`<li>${verdict === null ? undefined : pill(verdict, t)}<span><span class="arm arm-${report.run.arms.indexOf(comparison.arm)}">${comparison.arm}</span> ${reason}${notes}</span></li>`;
	});
	return markup`<ul class="reasons">${reasons}</ul><details><summary>${t.page.howJudged}</summary>${dataTable(
		{
			head: ["", ...workload.comparisons.map(({ arm, baseline }) => `${arm} − ${baseline}`)],
			rows: figuresIn(t).map(({ label, of }) => [label, ...workload.comparisons.map(of)]),
		},
	)}</details>`;
}

function figuresIn(t: Language): { label: string; of: (comparison: Comparison) => string }[] {
	const words = t.page.judged;
	return [
		{
			label: words.failures,
			of: ({ failureRateDelta: delta }) =>
				`${pointsText(delta.estimate)} [${t.range(pointsRangeText(delta))}] (${delta.method})`,
		},
		{
			label: words.signFlip,
			of: ({ pValue, adjusted }) => words.holm(pValueText(pValue), pValueText(adjusted.failures)),
		},
		{ label: words.p99, of: ({ p99 }) => t.sentence(p99.statement) },
		{
			label: words.p99SignFlip,
			of: ({ p99, adjusted }) => words.holm(pValueText(p99.pValue), pValueText(adjusted.p99)),
		},
		{
			label: words.typical,
			of: ({ typicalRatio }) =>
				typicalRatio === null
					? "–"
					: `${ratioText(typicalRatio.estimate)} [${t.range(`${ratioText(typicalRatio.low)} to ${ratioText(typicalRatio.high)}`)}]`,
		},
		{
			label: words.discordant,
			of: ({ mcnemar, arm, baseline }) =>
				`${countText(mcnemar.onlyBaselineFailed)} ${baseline}${t.comma}${countText(mcnemar.onlyArmFailed)} ${arm}`,
		},
		{
			label: words.episodes,
			of: ({ episodes, arm, baseline }) =>
				`${countText(episodes.baseline)} ${baseline}${t.comma}${countText(episodes.arm)} ${arm}`,
		},
		{
			label: words.blocks,
			of: ({ blocks }) =>
				words.blocksOf(
					countText(blocks.count),
					lengthText(blocks.lengthMs),
					t.sentence(blocks.justification),
				),
		},
		{
			label: words.detectable,
			of: ({ detectable }) => (detectable === null ? "–" : pointsSizeText(detectable)),
		},
	];
}
