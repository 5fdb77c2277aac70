import type { ArmResult, BenchReport, WorkloadResult } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, shareRangeText, shareText, timeRangeText, timeText } from "../number-text.ts";
import { rateWhisker } from "../svg/whisker.ts";
import {
	failedText,
	failureClasses,
	failureRateText,
	hasCache,
	outcomeWords,
	quantileText,
} from "../wording.ts";

/** A row per arm: failures with their interval and kinds, times, stale and wrong answers, cost in queries. */
export function armTable(report: BenchReport, workload: WorkloadResult): Markup {
	const { deadlineMs } = report.run;
	const { prediction } = workload;
	const highest = Math.max(
		0.001,
		prediction?.failureRate ?? 0,
		...workload.arms.map(({ failureRate }) => failureRate.high),
	);
	const heads = [
		"Arm",
		`Failed in ${lengthText(deadlineMs)}`,
		"95% interval",
		"p50",
		"p99",
		"Stale",
		"Wrong",
		"Queries",
	];
	const rows = workload.arms.map((arm) => {
		const index = Math.max(0, report.run.arms.indexOf(arm.arm));
		const predicted = prediction?.arm === arm.arm ? prediction.failureRate : undefined;
		return markup`<tr><th scope="row" class="arm arm-${index}">${arm.arm}${engineOf(report, arm.arm)}</th><td data-label="${heads[1] ?? ""}"><span class="big">${failureRateText(arm)}</span><span class="sub">${failedText(arm)}</span><span class="sub">${kinds(arm)}</span></td><td class="rate" data-label="${heads[2] ?? ""}">[${shareRangeText(arm.failureRate)}%]<span class="sub">${arm.failureRate.method}</span>${rateWhisker(arm.failureRate, index, highest, predicted)}${predictionText(workload, arm)}</td>${quantileCell("p50", arm, deadlineMs)}${quantileCell("p99", arm, deadlineMs)}<td data-label="Stale">${countText(arm.stale)}${arm.staleAgeMs === undefined ? undefined : markup`<span class="sub">up to ${timeText(arm.staleAgeMs.max)} old</span>`}</td><td data-label="Wrong">${countText(arm.outcomes.wrong_answer ?? 0)}</td><td data-label="Queries">${arm.wireQueriesPerResolution.toFixed(2)}<span class="sub">per name</span></td></tr>`;
	});
	return markup`<table class="arms"><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function engineOf(report: BenchReport, arm: string): Markup | undefined {
	const info = report.run.armInfo.find((each) => each.arm === arm);
	if (info === undefined) return undefined;
	return markup`<span class="sub">${hasCache(info) ? info.engine : "no cache"}</span>`;
}

const kinds = (arm: ArmResult): string =>
	failureClasses(arm)
		.map(({ outcome, count }) => `${countText(count)} ${outcomeWords[outcome]}`.replaceAll(" ", "\u00a0"))
		.join(", ");

function predictionText({ prediction }: WorkloadResult, { arm }: ArmResult): Markup | undefined {
	if (prediction?.arm !== arm) return undefined;
	return markup`<span class="sub">▾ predicted ${shareText(prediction.failureRate)}, ${prediction.insideInterval ? "inside" : "outside"} the interval</span>`;
}

function quantileCell(name: "p50" | "p99", { latencyMs }: ArmResult, deadlineMs: number): Markup {
	const quantile = latencyMs[name];
	const range =
		quantile.estimate === null
			? undefined
			: markup`<span class="sub">[${timeRangeText(quantile.low, quantile.high)}]</span>`;
	return markup`<td class="nowrap" data-label="${name}"><span class="big">${quantileText(quantile, deadlineMs)}</span>${range}</td>`;
}
