import type { ArmResult, BenchReport, WorkloadResult } from "./bench-report.ts";
import { english, type Language } from "./language/en.ts";
import { lengthText, timeText } from "./number-text.ts";
import { nodesThatCount } from "./stored-run.ts";
import { failedText, failureRateText, quantileText, verdictOf } from "./wording.ts";
import { byWorst, worstRate } from "./worst-nodes.ts";

const mostNodes = 3;

/**
 * The run in a few lines of Markdown, to paste into a chat: what was measured, one line per workload, the worst nodes,
 * and the verdict, or why there is none. Twelve lines at most.
 */
export function renderShort(report: BenchReport, t: Language = english): string {
	const { run, validity } = report;
	const about = [
		`**localdns bench** \`${run.id}\``,
		`${lengthText(run.durationMs)}${report.interrupted ? t.short.interrupted : ""}`,
		...(report.link === null ? [t.nodes(run.nodes.length)] : [t.short.link(report.link.spec)]),
		t.short.seed(run.seed),
		t.short.floor(timeText(validity.floorMs.p50)),
	].join(" · ");
	const workloads = report.workloads.map((workload) => `- ${workloadLine(report, workload, t)}`);
	return `${[about, ...workloads, ...nodeLines(report, t), conclusion(report, t)].join("\n")}\n`;
}

function workloadLine(report: BenchReport, workload: WorkloadResult, t: Language): string {
	const arms = workload.arms.map((arm) => {
		const verdict = workload.comparisons
			.filter((comparison) => comparison.arm === arm.arm)
			.map((comparison) => verdictOf(report, comparison))
			.flatMap((found) => (found === null ? [] : [t.verdict[found]]));
		const p99 = `p99 ${quantileText(arm.latencyMs.p99, report.run.deadlineMs)}`;
		const stale = arm.stale === 0 ? [] : [t.short.stale(arm.stale)];
		return [failedOf(arm, t), p99, ...stale, ...verdict].join(t.comma);
	});
	return `${t.workload[workload.name].title}${t.short.colon}${arms.join(t.semicolon)}`;
}

const failedOf = (arm: ArmResult, t: Language): string =>
	t.short.failed(arm.arm, failedText(arm), failureRateText(arm));

/** The nodes that fail most, and those that are in no figure. */
function nodeLines(report: BenchReport, t: Language): string[] {
	const name = report.workloads[0]?.name;
	const nodes = name === undefined || report.nodes.length < 2 ? [] : byWorst(report, name);
	const counting = nodesThatCount(report);
	const worst = nodes
		.filter(({ node, workload }) => counting.has(node) && worstRate(workload) > 0)
		.slice(0, mostNodes);
	const lines =
		worst.length === 0
			? []
			: [
					`- ${t.short.worst(
						worst
							.map(({ node, workload }) =>
								t.short.worstNode(
									node,
									workload.arms.map((arm) => `${arm.arm} ${failureRateText(arm)}`).join("/"),
								),
							)
							.join(t.comma),
					)}`,
				];
	const uncounted = (report.measuredNodes ?? []).filter(
		({ state }) => state === "void" || state === "missing",
	);
	if (uncounted.length === 0) return lines;
	const named = uncounted.slice(0, mostNodes).map(({ node }) => node);
	const rest = uncounted.length - named.length;
	return [
		...lines,
		`- ${t.short.uncounted(uncounted.length, [named.join(t.comma), ...(rest > 0 ? [t.short.more(rest)] : [])].join(t.comma))}`,
	];
}

const mostReasons = 3;

function conclusion(report: BenchReport, t: Language): string {
	if (!report.validity.valid) {
		const reasons = report.validity.reasons.slice(0, mostReasons).map(t.sentence);
		return t.short.invalid(reasons.join(t.semicolon));
	}
	const verdict = report.verdict === null ? t.short.noVerdict : t.short.capitals(t.verdict[report.verdict]);
	return `**${verdict}**${t.short.colon}${t.sentence(report.headline)}`;
}
