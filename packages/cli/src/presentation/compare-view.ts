import {
	type BenchComparison,
	type ComparedRun,
	failedText,
	failureRateText,
	type Interval,
	type Language,
	languages,
	lengthText,
	type PairedShift,
	pointsRangeText,
	pointsText,
	pValueText,
	quantileText,
	type Shift,
	type SubjectShift,
	shiftName,
	signedTimeRangeText,
	signedTimeText,
	type WorkloadComparison,
} from "@localdns/core/report";
import { printable } from "./printable.ts";
import { createStyle, type Style } from "./style.ts";
import { renderColumns } from "./table.ts";
import { verdictMark } from "./verdict-mark.ts";

export interface CompareViewOptions {
	color: boolean;
	/** Columns of the terminal. @default 100 */
	width?: number;
	/** @default English */
	language?: Language;
}

/** Two runs side by side: whether they can be compared first, the verdict last. */
export function renderCompareTable(comparison: BenchComparison, options: CompareViewOptions): string {
	const style = createStyle(options.color);
	const width = options.width ?? 100;
	const t = options.language ?? languages.en;
	const shown = printable(comparison);
	const parts = [
		headOf(shown, { style, width, t }),
		...shown.workloads.map((workload) => workloadPart(shown, workload, { style, width, t })),
		conclusion(shown, { style, width, t }),
	];
	return `${parts.join("\n\n")}\n`;
}

function headOf(
	{ before, after, comparable, reasons, leftOut = [], workloads }: BenchComparison,
	{ style, width, t }: View,
): string {
	const words = t.table.compare;
	const rows = [
		[words.comparable, comparable ? style.good(words.yes) : style.bad(words.no)],
		...reasons.map((reason) => ["", style.bad(t.sentence(reason))]),
		...leftOut.map(({ node, reason }, index) => [
			index === 0 ? words.leftOut : "",
			`${node}${t.short.colon}${t.sentence(reason)}`,
		]),
		...workloads.flatMap(({ names }) =>
			names === undefined || reasons.includes(names.finding)
				? []
				: [[words.names, t.sentence(names.finding)]],
		),
		[words.before, runText(before, t)],
		[words.after, runText(after, t)],
	];
	const labelled = rows.map(([label = "", text = ""]) => [style.faint(label), text]);
	return `${style.strong(`localdns bench compare · ${before.id} → ${after.id}`)}\n${renderColumns(labelled, width)}`;
}

function runText({ id, startedAt, durationMs, arms, nodes }: ComparedRun, t: Language): string {
	const where = nodes.length === 1 ? t.table.node(nodes[0] ?? "") : t.nodes(nodes.length);
	return [
		t.table.run(id),
		startedAt,
		lengthText(durationMs),
		where,
		t.table.compare.arms(arms.join(", ")),
	].join(" · ");
}

function workloadPart(comparison: BenchComparison, workload: WorkloadComparison, view: View): string {
	const { control, subjects } = workload;
	const { style, t } = view;
	const words = t.table.compare;
	const head = ["", words.before, words.after, words.change, "", ""].map(style.faint);
	const rows = [
		...(control === null ? [] : shiftRows(words.ofControl(shiftName(control)), control, comparison, view)),
		...subjects.flatMap((subject) => subjectRows(subject, comparison, view)),
	];
	const title = style.strong(t.workload[workload.name].title.toUpperCase());
	return `${title}\n${renderColumns([head, ...rows])}`;
}

interface View {
	style: Style;
	width: number;
	t: Language;
}

function subjectRows(subject: SubjectShift, comparison: BenchComparison, view: View): string[][] {
	const { style, t } = view;
	const corrected = subject.differenceInDifferences;
	const { paired } = subject;
	return [
		...shiftRows(shiftName(subject), subject, comparison, view),
		...(corrected === null
			? []
			: [
					[
						style.faint(t.table.compare.lessControl),
						"",
						"",
						pointsText(corrected.estimate),
						`[${t.range(pointsRangeText(corrected))}]`,
					],
				]),
		...(paired === undefined ? [] : pairedRows(paired, view)),
	];
}

/** The second run by itself, and what is in the difference between the runs besides. */
function pairedRows(paired: PairedShift, { style, t }: View): string[][] {
	const { baseline, failureRateDelta, verdict, verdictNodes, unpairedMinusPaired } = paired;
	const mark = verdictMark(verdict, style, t);
	return [
		[
			style.faint(t.table.compare.paired(baseline)),
			"",
			"",
			pointsText(failureRateDelta.estimate),
			`[${t.range(pointsRangeText(failureRateDelta))}]`,
			verdictNodes === undefined ? mark : t.table.compare.verdictNodes(mark, t.nodes(verdictNodes)),
		],
		[style.faint(t.table.compare.unpairedMinusPaired), "", "", pointsText(unpairedMinusPaired)],
	];
}

function shiftRows(name: string, shift: Shift, comparison: BenchComparison, { style, t }: View): string[][] {
	const { before, after, failureRateDelta, pValue, p50DeltaMs, p99 } = shift;
	const sides = (which: "p50" | "p99") => [
		quantileText(before[which], comparison.deadlineMs),
		quantileText(after[which], comparison.deadlineMs),
	];
	return [
		[`  ${style.strong(name)}`],
		[
			style.faint(t.table.compare.failed),
			`${failedText(before)}  ${failureRateText(before)}`,
			`${failedText(after)}  ${failureRateText(after)}`,
			pointsText(failureRateDelta.estimate),
			`[${t.range(pointsRangeText(failureRateDelta))}]`,
			pValueText(pValue),
		],
		[style.faint("  p50"), ...sides("p50"), ...timeDelta(p50DeltaMs, t)],
		[style.faint("  p99"), ...sides("p99"), ...timeDelta(p99.deltaMs, t), pValueText(p99.pValue)],
	];
}

function timeDelta(delta: Interval | null, t: Language): [string, string] {
	if (delta === null) return ["–", ""];
	return [signedTimeText(delta.estimate), `[${t.range(signedTimeRangeText(delta))}]`];
}

function conclusion(comparison: BenchComparison, { style, width, t }: View): string {
	const words = t.table.compare;
	if (!comparison.comparable) return style.bad(words.noVerdict);
	const rows = comparison.workloads.flatMap(({ name, control, subjects }) => [
		...(control === null
			? []
			: [[`${name}: ${shiftName(control)}`, words.control, t.sentence(control.finding)]]),
		...subjects.map((subject) => [
			`${name}: ${shiftName(subject)}`,
			verdictMark(subject.verdict, style, t),
			reasonOf(subject, t),
		]),
	]);
	return [
		style.strong(t.table.verdicts) + words.verdicts,
		renderColumns(rows, width),
		"",
		style.strong(t.sentence(comparison.headline)),
	].join("\n");
}

function reasonOf({ reason, annotations }: SubjectShift, t: Language): string {
	const said = t.sentence(reason);
	return annotations.length === 0 ? said : said + t.aside(annotations.map(t.sentence).join(t.semicolon));
}
