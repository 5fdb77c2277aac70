import {
	type BenchComparison,
	type ComparedRun,
	failedText,
	failureRateText,
	type Interval,
	lengthText,
	type PairedShift,
	pointsRangeText,
	pointsText,
	pValueText,
	quantileText,
	type Shift,
	type SubjectShift,
	timeText,
	type WorkloadComparison,
	workloadWords,
} from "@localdns/core/report";
import { printable } from "./printable.ts";
import { createStyle, type Style } from "./style.ts";
import { renderColumns } from "./table.ts";
import { verdictMark } from "./verdict-mark.ts";

export interface CompareViewOptions {
	color: boolean;
	/** Columns of the terminal. @default 100 */
	width?: number;
}

/** Two runs side by side: whether they can be compared first, the verdict last. */
export function renderCompareTable(comparison: BenchComparison, options: CompareViewOptions): string {
	const style = createStyle(options.color);
	const width = options.width ?? 100;
	const shown = printable(comparison);
	const parts = [
		headOf(shown, style, width),
		...shown.workloads.map((workload) => workloadPart(shown, workload, style)),
		conclusion(shown, style, width),
	];
	return `${parts.join("\n\n")}\n`;
}

function headOf(
	{ before, after, comparable, reasons, leftOut = [] }: BenchComparison,
	style: Style,
	width: number,
): string {
	const rows = [
		["comparable", comparable ? style.good("✓ yes, unpaired") : style.bad("✗ no: no verdict")],
		...reasons.map((reason) => ["", style.bad(reason)]),
		...leftOut.map(({ node, reason }, index) => [index === 0 ? "left out" : "", `${node}: ${reason}`]),
		["before", runText(before)],
		["after", runText(after)],
	];
	const labelled = rows.map(([label = "", text = ""]) => [style.faint(label), text]);
	return `${style.strong(`localdns bench compare · ${before.id} → ${after.id}`)}\n${renderColumns(labelled, width)}`;
}

function runText({ id, startedAt, durationMs, arms, nodes }: ComparedRun): string {
	const where = nodes.length === 1 ? `node ${nodes[0]}` : `${nodes.length} nodes`;
	return `run ${id} · ${startedAt} · ${lengthText(durationMs)} · ${where} · arms ${arms.join(", ")}`;
}

function workloadPart(comparison: BenchComparison, workload: WorkloadComparison, style: Style): string {
	const { control, subjects } = workload;
	const view = { comparison, style };
	const head = ["", "before", "after", "change", "", ""].map(style.faint);
	const rows = [
		...(control === null ? [] : shiftRows(`${armText(control)} (control)`, control, view)),
		...subjects.flatMap((subject) => subjectRows(subject, view)),
	];
	const title = style.strong(workloadWords[workload.name].title.toUpperCase());
	return `${title}\n${renderColumns([head, ...rows])}`;
}

interface View {
	comparison: BenchComparison;
	style: Style;
}

function subjectRows(subject: SubjectShift, view: View): string[][] {
	const { style } = view;
	const corrected = subject.differenceInDifferences;
	const { paired } = subject;
	return [
		...shiftRows(armText(subject), subject, view),
		...(corrected === null
			? []
			: [
					[
						style.faint("  less the control"),
						"",
						"",
						pointsText(corrected.estimate),
						`[${pointsRangeText(corrected)}]`,
					],
				]),
		...(paired === undefined ? [] : pairedRows(paired, style)),
	];
}

/** The second run by itself, and what is in the difference between the runs besides. */
function pairedRows(paired: PairedShift, style: Style): string[][] {
	const { baseline, failureRateDelta, verdict, unpairedMinusPaired } = paired;
	return [
		[
			style.faint(`  paired, − ${baseline}`),
			"",
			"",
			pointsText(failureRateDelta.estimate),
			`[${pointsRangeText(failureRateDelta)}]`,
			verdictMark(verdict, style),
		],
		[style.faint("  unpaired − paired"), "", "", pointsText(unpairedMinusPaired)],
	];
}

const armText = ({ before, after }: Shift): string =>
	before.arm === after.arm ? after.arm : `${before.arm} → ${after.arm}`;

function shiftRows(name: string, shift: Shift, { comparison, style }: View): string[][] {
	const { before, after, failureRateDelta, pValue, p50DeltaMs, p99 } = shift;
	const sides = (which: "p50" | "p99") => [
		quantileText(before[which], comparison.deadlineMs),
		quantileText(after[which], comparison.deadlineMs),
	];
	return [
		[`  ${style.strong(name)}`],
		[
			style.faint("  failed"),
			`${failedText(before)}  ${failureRateText(before)}`,
			`${failedText(after)}  ${failureRateText(after)}`,
			pointsText(failureRateDelta.estimate),
			`[${pointsRangeText(failureRateDelta)}]`,
			pValueText(pValue),
		],
		[style.faint("  p50"), ...sides("p50"), ...timeDelta(p50DeltaMs)],
		[style.faint("  p99"), ...sides("p99"), ...timeDelta(p99.deltaMs), pValueText(p99.pValue)],
	];
}

function timeDelta(delta: Interval | null): [string, string] {
	if (delta === null) return ["–", ""];
	return [signedTime(delta.estimate), `[${signedRange(delta)}]`];
}

const sign = (value: number): string => (value < 0 ? "−" : "+");
const signedTime = (ms: number): string => `${sign(ms)}${timeText(Math.abs(ms))}`;

function signedRange({ low, high }: Interval): string {
	const [from, to] = [signedTime(low), signedTime(high)];
	// The unit stands once where both bounds share it.
	const unit = / \S+$/;
	return unit.exec(from)?.[0] === unit.exec(to)?.[0]
		? `${from.replace(unit, "")} to ${to.replace(unit, "")}`
		: `${from} to ${to}`;
}

function conclusion(comparison: BenchComparison, style: Style, width: number): string {
	if (!comparison.comparable) return style.bad("No verdict: these runs cannot be compared.");
	const rows = comparison.workloads.flatMap(({ name, control, subjects }) => [
		...(control === null ? [] : [[`${name}: ${armText(control)}`, "control", control.finding]]),
		...subjects.map((subject) => [
			`${name}: ${armText(subject)}`,
			verdictMark(subject.verdict, style),
			reasonOf(subject),
		]),
	]);
	return [
		`${style.strong("VERDICTS")} on what changed between the runs · Holm over failures and p99, α 0.05`,
		renderColumns(rows, width),
		"",
		style.strong(comparison.headline),
	].join("\n");
}

function reasonOf({ reason, annotations }: SubjectShift): string {
	return annotations.length === 0 ? reason : `${reason} (${annotations.join("; ")})`;
}
