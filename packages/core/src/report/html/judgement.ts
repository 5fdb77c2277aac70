import type { BenchReport, Comparison, WorkloadResult } from "../bench-report.ts";
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
import { pill } from "./summary.ts";

/** Each arm's verdict with its reason, and the figures behind it; nothing for a run that is not valid. */
export function judgement(report: BenchReport, workload: WorkloadResult): Markup | undefined {
	if (!report.validity.valid || workload.comparisons.length === 0) return undefined;
	const reasons = workload.comparisons.map((comparison) => {
		const verdict = verdictOf(report, comparison);
		const notes = comparison.annotations.length === 0 ? "" : ` (${comparison.annotations.join("; ")})`;
		const named = comparison.reason.startsWith(`${comparison.arm} `);
		const reason = named ? comparison.reason.slice(comparison.arm.length + 1) : comparison.reason;
		return markup`<li>${verdict === null ? undefined : pill(verdict)}<span><span class="arm arm-${report.run.arms.indexOf(comparison.arm)}">${comparison.arm}</span> ${reason}${notes}</span></li>`;
	});
	return markup`<ul class="reasons">${reasons}</ul><details><summary>How this was judged</summary>${dataTable(
		{
			head: ["", ...workload.comparisons.map(({ arm, baseline }) => `${arm} − ${baseline}`)],
			rows: figures.map(({ label, of }) => [label, ...workload.comparisons.map(of)]),
		},
	)}</details>`;
}

const figures: { label: string; of: (comparison: Comparison) => string }[] = [
	{
		label: "difference in failures",
		of: ({ failureRateDelta: delta }) =>
			`${pointsText(delta.estimate)} [${pointsRangeText(delta)}] (${delta.method})`,
	},
	{
		label: "sign-flip over blocks",
		of: ({ pValue, adjusted }) => `${pValueText(pValue)}; after Holm ${pValueText(adjusted.failures)}`,
	},
	{ label: "p99", of: ({ p99 }) => p99.statement },
	{
		label: "p99, sign-flip",
		of: ({ p99, adjusted }) => `${pValueText(p99.pValue)}; after Holm ${pValueText(adjusted.p99)}`,
	},
	{
		label: "typical time",
		of: ({ typicalRatio }) =>
			typicalRatio === null
				? "–"
				: `${ratioText(typicalRatio.estimate)} [${ratioText(typicalRatio.low)} to ${ratioText(typicalRatio.high)}]`,
	},
	{
		label: "pairs where only one failed",
		of: ({ mcnemar, arm, baseline }) =>
			`${countText(mcnemar.onlyBaselineFailed)} ${baseline}, ${countText(mcnemar.onlyArmFailed)} ${arm}`,
	},
	{
		label: "episodes of failure",
		of: ({ episodes, arm, baseline }) =>
			`${countText(episodes.baseline)} ${baseline}, ${countText(episodes.arm)} ${arm}`,
	},
	{
		label: "blocks",
		of: ({ blocks }) =>
			`${countText(blocks.count)} of ${lengthText(blocks.lengthMs)}: ${blocks.justification}`,
	},
	{
		label: "smallest difference that would have shown",
		of: ({ detectable }) => (detectable === null ? "–" : pointsSizeText(detectable)),
	},
];
