import type { BenchComparison, Shift, SubjectShift } from "./bench-comparison.ts";
import { english, type Language } from "./language/en.ts";
import { lengthText, pointsRangeText, pointsText } from "./number-text.ts";
import { failedText, failureRateText, quantileText } from "./wording.ts";

const mostReasons = 3;

/** A comparison in a few lines of Markdown, to paste into a chat; twelve at most. */
export function renderCompareShort(comparison: BenchComparison, t: Language = english): string {
	const { before, after, reasons, workloads } = comparison;
	const words = t.page.compare;
	const about = [
		`**localdns bench compare** \`${before.id}\` → \`${after.id}\``,
		`${lengthText(before.durationMs)} → ${lengthText(after.durationMs)}`,
		t.nodes(after.nodes.length),
		words.unpaired,
	].join(" · ");
	const lines = workloads.flatMap(({ name, control, subjects }) => [
		...(control === null
			? []
			: [`- ${t.workload[name].title}${t.comma}${words.control} ${shiftLine(control, comparison, t)}`]),
		...subjects.map(
			(subject) => `- ${t.workload[name].title}${t.comma}${subjectLine(subject, comparison, t)}`,
		),
	]);
	const notes = workloads.flatMap(({ names }) =>
		names === undefined || reasons.includes(names.finding) ? [] : [`- ${t.sentence(names.finding)}`],
	);
	return `${[about, ...lines.slice(0, 8), ...notes.slice(0, 2), conclusion(comparison, t)].join("\n")}\n`;
}

/** The arm, or both where it was another one afterwards. */
export const shiftName = ({ before, after }: Shift): string =>
	before.arm === after.arm ? after.arm : `${before.arm} → ${after.arm}`;

function shiftLine(shift: Shift, { deadlineMs }: BenchComparison, t: Language): string {
	const { before, after, failureRateDelta } = shift;
	const rates = `${failedText(before)} (${failureRateText(before)}) → ${failedText(after)} (${failureRateText(after)})`;
	const change = `${pointsText(failureRateDelta.estimate)} [${t.range(pointsRangeText(failureRateDelta))}]`;
	const p99 = `p99 ${quantileText(before.p99, deadlineMs)} → ${quantileText(after.p99, deadlineMs)}`;
	return `${shiftName(shift)}${t.short.colon}${t.page.compare.failed} ${[rates, change, p99].join(t.comma)}`;
}

function subjectLine(subject: SubjectShift, comparison: BenchComparison, t: Language): string {
	const line = shiftLine(subject, comparison, t);
	if (!comparison.comparable || subject.verdict === null) return line;
	return `${line}${t.comma}${t.verdict[subject.verdict]}`;
}

function conclusion({ comparable, reasons, verdict, headline }: BenchComparison, t: Language): string {
	const words = t.page.compare;
	if (!comparable)
		return `**${words.notComparable}**${t.short.colon}${reasons.slice(0, mostReasons).map(t.sentence).join(t.semicolon)}`;
	const word = verdict === null ? t.short.noVerdict : t.short.capitals(t.verdict[verdict]);
	return `**${word}**${t.short.colon}${t.sentence(headline)}`;
}
