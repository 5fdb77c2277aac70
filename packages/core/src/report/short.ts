import type { BenchReport, WorkloadResult } from "./bench-report.ts";
import { lengthText, timeText } from "./number-text.ts";
import {
	failedText,
	failureRateText,
	quantileText,
	verdictOf,
	verdictWords,
	workloadWords,
} from "./wording.ts";

/**
 * The run in a few lines of Markdown, to paste into a chat: what was measured, one line per workload,
 * and the verdict, or why there is none.
 */
export function renderShort(report: BenchReport): string {
	const { run, validity } = report;
	const about = [
		`**localdns bench** \`${run.id}\``,
		`${lengthText(run.durationMs)}${report.interrupted ? " (interrupted)" : ""}`,
		...(report.link === null ? [`${run.nodes.length} nodes`] : [`link ${report.link.spec}`]),
		`seed ${run.seed}`,
		`probe floor ${timeText(validity.floorMs.p50)}`,
	].join(" · ");
	const workloads = report.workloads.map((workload) => `- ${workloadLine(report, workload)}`);
	return `${[about, ...workloads, conclusion(report)].join("\n")}\n`;
}

function workloadLine(report: BenchReport, workload: WorkloadResult): string {
	const arms = workload.arms.map((arm) => {
		const verdict = workload.comparisons
			.filter((comparison) => comparison.arm === arm.arm)
			.map((comparison) => verdictOf(report, comparison))
			.map((found) => (found === null ? "" : `, ${verdictWords[found]}`))
			.join("");
		const p99 = quantileText(arm.latencyMs.p99, report.run.deadlineMs);
		const stale = arm.stale === 0 ? "" : `, ${arm.stale} stale`;
		return `${arm.arm} ${failedText(arm)} failed (${failureRateText(arm)}), p99 ${p99}${stale}${verdict}`;
	});
	return `${workloadWords[workload.name].title}: ${arms.join("; ")}`;
}

function conclusion(report: BenchReport): string {
	if (!report.validity.valid) return `**Not valid, no verdict**: ${report.validity.reasons.join("; ")}`;
	const verdict = report.verdict === null ? "No verdict" : verdictWords[report.verdict].toUpperCase();
	return `**${verdict}**: ${report.headline}`;
}
