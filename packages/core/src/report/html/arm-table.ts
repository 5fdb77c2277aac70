import type { ArmResult, BenchReport, WorkloadResult } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, shareRangeText, shareText, timeRangeText, timeText } from "../number-text.ts";
import { rateWhisker } from "../svg/whisker.ts";
import { failedText, failureClasses, failureRateText, hasCache, quantileText } from "../wording.ts";

/** A row per arm: failures with their interval and kinds, times, stale and wrong answers, cost in queries. */
export function armTable(report: BenchReport, workload: WorkloadResult, t: Language): Markup {
	const { deadlineMs } = report.run;
	const { prediction } = workload;
	const { column } = t.page;
	const highest = Math.max(
		0.001,
		prediction?.failureRate ?? 0,
		...workload.arms.map(({ failureRate }) => failureRate.high),
	);
	const failedIn = column.failedIn(lengthText(deadlineMs));
	const heads = [
		column.arm,
		failedIn,
		column.interval,
		"p50",
		"p99",
		column.stale,
		column.wrong,
		column.queries,
	];
	const rows = workload.arms.map((arm) => {
		const index = Math.max(0, report.run.arms.indexOf(arm.arm));
		const predicted = prediction?.arm === arm.arm ? prediction.failureRate : undefined;
		return markup`<tr><th scope="row" class="arm arm-${index}">${arm.arm}${engineOf(report, arm.arm, t)}</th><td data-label="${failedIn}"><span class="big">${failureRateText(arm)}</span><span class="sub">${failedText(arm)}</span><span class="sub">${kinds(arm, t)}</span></td><td class="rate" data-label="${column.interval}">[${shareRangeText(arm.failureRate)}%]<span class="sub">${arm.failureRate.method}</span>${rateWhisker(arm.failureRate, index, highest, predicted)}${predictionText(workload, arm, t)}</td>${quantileCell("p50", arm, deadlineMs, t)}${quantileCell("p99", arm, deadlineMs, t)}<td data-label="${column.stale}">${countText(arm.stale)}${arm.staleAgeMs === undefined ? undefined : markup`<span class="sub">${column.upTo(timeText(arm.staleAgeMs.max))}</span>`}</td><td data-label="${column.wrong}">${countText(arm.outcomes.wrong_answer ?? 0)}</td><td data-label="${column.queries}">${arm.wireQueriesPerResolution.toFixed(2)}<span class="sub">${column.perName}</span></td></tr>`;
	});
	return markup`<table class="arms"><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function engineOf(report: BenchReport, arm: string, t: Language): Markup | undefined {
	const info = report.run.armInfo.find((each) => each.arm === arm);
	if (info === undefined) return undefined;
	return markup`<span class="sub">${hasCache(info) ? info.engine : t.page.noCache}</span>`;
}

const kinds = (arm: ArmResult, t: Language): string =>
	failureClasses(arm)
		.map(({ outcome, count }) => `${countText(count)} ${t.outcome[outcome]}`.replaceAll(" ", "\u00a0"))
		.join(t.comma);

function predictionText({ prediction }: WorkloadResult, { arm }: ArmResult, t: Language): Markup | undefined {
	if (prediction?.arm !== arm) return undefined;
	return markup`<span class="sub">${t.page.predicted(shareText(prediction.failureRate), prediction.insideInterval)}</span>`;
}

function quantileCell(
	name: "p50" | "p99",
	{ latencyMs }: ArmResult,
	deadlineMs: number,
	t: Language,
): Markup {
	const quantile = latencyMs[name];
	const range =
		quantile.estimate === null
			? undefined
			: markup`<span class="sub">[${t.range(timeRangeText(quantile.low, quantile.high))}]</span>`;
	return markup`<td class="nowrap" data-label="${name}"><span class="big">${quantileText(quantile, deadlineMs)}</span>${range}</td>`;
}
