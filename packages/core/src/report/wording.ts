import type { Outcome, Workload } from "../measure/sample.ts";
import type {
	ArmInfo,
	ArmResult,
	BenchReport,
	Comparison,
	QuantileEstimate,
	Verdict,
} from "./bench-report.ts";
import { countText, shareText, timeText } from "./number-text.ts";

/** Failures of an arm by class, most frequent first. */
export function failureClasses(arm: ArmResult): { outcome: Outcome; count: number }[] {
	return (Object.entries(arm.outcomes) as [Outcome, number][])
		.filter(([outcome, count]) => outcome !== "ok" && count > 0)
		.map(([outcome, count]) => ({ outcome, count }))
		.sort((a, b) => b.count - a.count);
}

/** The rate, or what it is below where nothing failed: `≤0.31%`, since no failure seen is not none. */
export function failureRateText(arm: Pick<ArmResult, "resolutions" | "failed" | "failureRate">): string {
	if (arm.resolutions === 0) return "–";
	return arm.failed === 0 ? `≤${shareText(arm.failureRate.high)}` : shareText(arm.failureRate.estimate);
}

/** Failed of all: `18/900`. */
export function failedText(arm: Pick<ArmResult, "resolutions" | "failed">): string {
	return `${countText(arm.failed)}/${countText(arm.resolutions)}`;
}

/** `–` where the data does not suffice, `> 5 s` where the quantile is among the failures, `*` at the probe's own floor. */
export function quantileText(quantile: QuantileEstimate, deadlineMs: number): string {
	if (quantile.beyondDeadline === true) return `> ${timeText(deadlineMs).replace(".00", "")}`;
	if (quantile.tooFew === true || quantile.estimate === null) return "–";
	return `${timeText(quantile.estimate)}${quantile.atFloor === true ? "*" : ""}`;
}

/** A run that is not valid has no verdict, whatever its comparisons say. */
export function verdictOf(report: BenchReport, comparison: Comparison): Verdict | null {
	return report.validity.valid ? comparison.verdict : null;
}

/** Whether pods of this arm ask a cache on their node; the baseline usually asks the cluster DNS itself. */
export function hasCache({ engine }: ArmInfo): boolean {
	return !/^none\b/.test(engine);
}

/** Name changes that a workload can notice: cold and external names never change. */
export function changesFor(report: BenchReport, workload: Workload): BenchReport["changes"] {
	return workload === "hot" || workload === "fresh" ? report.changes : [];
}
