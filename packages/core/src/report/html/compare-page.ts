import type {
	BenchComparison,
	ComparedRun,
	Shift,
	SubjectShift,
	WorkloadComparison,
} from "../bench-comparison.ts";
import type { Interval } from "../bench-report.ts";
import { shiftName } from "../compare-short.ts";
import { english, type Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import {
	lengthText,
	pointsRangeText,
	pointsText,
	pValueText,
	signedTimeRangeText,
	signedTimeText,
} from "../number-text.ts";
import { type ForestGroup, forestPlot } from "../svg/forest.ts";
import { failedText, failureRateText, quantileText } from "../wording.ts";
import { bothWidths, dataTable, figure } from "./figure.ts";
import { foldedTable } from "./folded-table.ts";
import { methodSection } from "./method.ts";
import { pageOf } from "./page.ts";
import { pill } from "./pill.ts";
import { type FigureRow, groupHead, rowGroup } from "./row-group.ts";

/** Two runs as one page: what changed, what the control did meanwhile, and what may be concluded from it. */
export function renderCompareHtml(comparison: BenchComparison, t: Language = english): string {
	const { before, after } = comparison;
	const words = t.page.compare;
	const title = words.title(before.id, after.id);
	return pageOf(
		t,
		title,
		markup`${hero(comparison, title, t)}
${comparison.workloads.map((workload) => workloadSection(comparison, workload, t))}
${runs(comparison, t)}
${methodSection(words.methodTitle, words.method)}
<footer>localdns ${comparison.toolVersion} · ${before.id} → ${after.id}</footer>`,
	);
}

function hero(comparison: BenchComparison, title: string, t: Language): Markup {
	const { comparable, reasons, verdict, headline } = comparison;
	const words = t.page.compare;
	return markup`<header class="hero"><p class="eyebrow">${title} · ${words.unpaired}</p>${
		comparable
			? markup`${verdict === null ? undefined : pill(verdict, t)}<h1>${t.sentence(headline)}</h1>`
			: markup`<span class="pill invalid">${words.notComparable}</span><h1>${words.cannot}</h1><div class="alarm"><b>${words.why}</b><ul>${reasons.map((reason) => markup`<li>${t.sentence(reason)}</li>`)}</ul></div>`
	}</header>`;
}

function workloadSection(comparison: BenchComparison, workload: WorkloadComparison, t: Language): Markup {
	const { name, names, control, subjects } = workload;
	const { title, about } = t.workload[name];
	const words = t.page.compare;
	// With no name in common that is the reason beside each arm.
	const differ = subjects.some(({ reason }) => reason === names?.finding) ? undefined : names?.finding;
	const notes = subjects.map(({ reason, annotations }) =>
		annotations.length === 0
			? t.sentence(reason)
			: t.sentence(reason) + t.aside(annotations.map(t.sentence).join(t.semicolon)),
	);
	const reasons = comparison.comparable
		? markup`<ul class="reasons">${differ === undefined ? undefined : markup`<li><span class="pill">${words.names}</span><span>${t.sentence(differ)}</span></li>`}${control === null ? undefined : markup`<li><span class="pill">${words.control}</span><span>${t.sentence(control.finding)}</span></li>`}${subjects.map(
				(subject, index) =>
					markup`<li>${subject.verdict === null ? undefined : pill(subject.verdict, t)}<span>${notes[index]}</span></li>`,
			)}</ul>`
		: undefined;
	return markup`<section id="${name}"><h2>${title}</h2><p class="lead-in">${about}</p>${shiftTable(comparison, workload, t)}${reasons}<div class="figures">${changeFigure(workload, t)}</div></section>`;
}

function shiftTable({ deadlineMs }: BenchComparison, workload: WorkloadComparison, t: Language): Markup {
	const words = t.page.compare;
	const columns = [words.before, words.after, words.change, words.interval, words.test];
	const { control, subjects } = workload;
	const name = (shift: Shift, role: string) => markup`${shiftName(shift)}<span class="sub">${role}</span>`;
	const groups = [
		...(control === null
			? []
			: [rowGroup(name(control, words.control), shiftRows(control, deadlineMs, t), columns)]),
		...subjects.map((subject) =>
			rowGroup(name(subject, words.changed), subjectRows(subject, deadlineMs, t), columns),
		),
	];
	return markup`<div class="scroll"><table class="nodes shifts">${groupHead(t.page.column.arm, columns)}${groups}</table></div>`;
}

function subjectRows(subject: SubjectShift, deadlineMs: number, t: Language): FigureRow[] {
	const words = t.page.compare;
	const { differenceInDifferences: corrected, paired } = subject;
	const rows = shiftRows(subject, deadlineMs, t);
	if (corrected !== null) rows.push([words.lessControl, "", "", ...pointCells(corrected, t), ""]);
	if (paired !== undefined) {
		const nodes =
			paired.verdictNodes === undefined
				? undefined
				: markup`<span class="sub">${words.verdictNodes(t.nodes(paired.verdictNodes))}</span>`;
		const verdict = paired.verdict === null ? "–" : markup`${pill(paired.verdict, t)}${nodes}`;
		rows.push(
			[words.paired(paired.baseline), "", "", ...pointCells(paired.failureRateDelta, t), verdict],
			[words.unpairedMinusPaired, "", "", pointsText(paired.unpairedMinusPaired), "", ""],
		);
	}
	return rows;
}

function shiftRows(shift: Shift, deadlineMs: number, t: Language): FigureRow[] {
	const { before, after, failureRateDelta, p50DeltaMs, p99, pValue } = shift;
	const rate = (side: Shift["before"]) =>
		markup`<b>${failureRateText(side)}</b> <span class="soft">${failedText(side)}</span>`;
	const time = (of: "p50" | "p99", change: Interval | null): FigureRow => [
		of,
		quantileText(before[of], deadlineMs),
		quantileText(after[of], deadlineMs),
		...(change === null
			? ["–", ""]
			: [signedTimeText(change.estimate), bracketed(signedTimeRangeText(change), t)]),
	];
	return [
		[
			t.page.compare.failed,
			rate(before),
			rate(after),
			...pointCells(failureRateDelta, t),
			pValueText(pValue),
		],
		[...time("p50", p50DeltaMs), ""],
		[...time("p99", p99.deltaMs), pValueText(p99.pValue)],
	];
}

const pointCells = (change: Interval, t: Language): [string, Markup] => [
	pointsText(change.estimate),
	bracketed(pointsRangeText(change), t),
];

const bracketed = (range: string, t: Language): Markup =>
	markup`<span class="soft">[${t.range(range)}]</span>`;

function changeFigure({ control, subjects }: WorkloadComparison, t: Language): Markup | undefined {
	const words = t.page.compare;
	const shifts = [...(control === null ? [] : [control]), ...subjects];
	if (shifts.length === 0) return undefined;
	const nameOf = (shift: Shift) =>
		shift === control ? `${shiftName(shift)} · ${words.control}` : shiftName(shift);
	const groups = shifts.map(
		(shift, index): ForestGroup => ({
			arm: nameOf(shift),
			index: control === null ? index + 1 : index,
			rows: [{ label: "", delta: shift.failureRateDelta, pooled: true }],
		}),
	);
	return figure(
		{
			title: words.figureTitle,
			about: words.figureAbout,
			plot: bothWidths((width) => forestPlot(groups, t.table.compare.before, width, t)),
			numbers: {
				head: [t.page.column.arm, words.change, words.interval, t.page.column.method],
				rows: shifts.map((shift) => [
					nameOf(shift),
					pointsText(shift.failureRateDelta.estimate),
					`[${t.range(pointsRangeText(shift.failureRateDelta))}]`,
					shift.failureRateDelta.method,
				]),
			},
		},
		t,
	);
}

function runs({ before, after, leftOut = [] }: BenchComparison, t: Language): Markup {
	const words = t.page.compare;
	const row = (label: string, of: (run: ComparedRun) => string) => [label, of(before), of(after)];
	const left =
		leftOut.length === 0
			? undefined
			: markup`<h3 class="apart">${words.leftOut}</h3>${foldedTable(
					{
						head: [t.page.column.node, t.page.column.reason],
						rows: leftOut.map(({ node, reason }) => [
							node,
							markup`<span class="prose">${t.sentence(reason)}</span>`,
						]),
					},
					t,
				)}`;
	return markup`<section id="runs"><h2>${words.runs}</h2><div class="facts-table">${dataTable({
		head: ["", words.before, words.after],
		rows: [
			row("", ({ id }) => t.page.run(id)),
			row(words.started, ({ startedAt }) => `${startedAt.slice(0, 16).replace("T", " ")} UTC`),
			row(words.length, ({ durationMs }) => lengthText(durationMs)),
			row(words.nodes, ({ nodes }) => (nodes.length > 8 ? String(nodes.length) : nodes.join(", "))),
			row(words.arms, ({ arms }) => arms.join(", ")),
		],
	})}</div>${left}</section>`;
}
