import type {
	BenchComparison,
	ComparedRun,
	Shift,
	SubjectShift,
	WorkloadComparison,
} from "../bench-comparison.ts";
import type { Interval, QuantileEstimate } from "../bench-report.ts";
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
	const { name, control, subjects } = workload;
	const { title, about } = t.workload[name];
	const words = t.page.compare;
	const notes = subjects.map(({ reason, annotations }) =>
		annotations.length === 0
			? t.sentence(reason)
			: t.sentence(reason) + t.aside(annotations.map(t.sentence).join(t.semicolon)),
	);
	const reasons = comparison.comparable
		? markup`<ul class="reasons">${workload.names === undefined ? undefined : markup`<li><span class="pill">${t.page.compare.names}</span><span>${t.sentence(workload.names.finding)}</span></li>`}${control === null ? undefined : markup`<li><span class="pill">${words.control}</span><span>${t.sentence(control.finding)}</span></li>`}${subjects.map(
				(subject, index) =>
					markup`<li>${subject.verdict === null ? undefined : pill(subject.verdict, t)}<span>${notes[index]}</span></li>`,
			)}</ul>`
		: undefined;
	return markup`<section id="${name}"><h2>${title}</h2><p class="lead-in">${about}</p>${shiftTable(comparison, workload, t)}${reasons}<div class="figures">${changeFigure(workload, t)}</div></section>`;
}

function shiftTable({ deadlineMs }: BenchComparison, workload: WorkloadComparison, t: Language): Markup {
	const words = t.page.compare;
	const heads = [t.page.column.arm, "", words.before, words.after, words.change, words.interval, words.test];
	const rows = [
		...(workload.control === null
			? []
			: shiftRows(workload.control, markup`<span class="sub">${words.control}</span>`, deadlineMs, t)),
		...workload.subjects.flatMap((subject) => subjectRows(subject, deadlineMs, t)),
	];
	return markup`<div class="scroll"><table class="nodes shifts"><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>${rows}</table></div>`;
}

function subjectRows(subject: SubjectShift, deadlineMs: number, t: Language): Markup[] {
	const words = t.page.compare;
	const corrected = subject.differenceInDifferences;
	const { paired } = subject;
	const pairedRows =
		paired === undefined
			? undefined
			: markup`<tr><td class="soft">${words.paired(paired.baseline)}</td><td></td><td></td>${changeCells(pointsText(paired.failureRateDelta.estimate), t.range(pointsRangeText(paired.failureRateDelta)))}<td>${paired.verdict === null ? "–" : pill(paired.verdict, t)}${paired.verdictNodes === undefined ? undefined : markup`<span class="sub">${words.verdictNodes(t.nodes(paired.verdictNodes))}</span>`}</td></tr><tr><td class="soft">${words.unpairedMinusPaired}</td><td></td><td></td>${changeCells(pointsText(paired.unpairedMinusPaired), "")}<td></td></tr>`;
	const less =
		corrected === null
			? undefined
			: markup`<tr><td class="soft">${words.lessControl}</td><td></td><td></td>${changeCells(pointsText(corrected.estimate), t.range(pointsRangeText(corrected)))}<td></td></tr>`;
	return shiftRows(subject, markup`<span class="sub">${words.changed}</span>`, deadlineMs, t, {
		rows: markup`${less}${pairedRows}`,
		count: (less === undefined ? 0 : 1) + (pairedRows === undefined ? 0 : 2),
	});
}

/** A body of its own for each arm, so that its figures stay together. */
function shiftRows(
	shift: Shift,
	role: Markup,
	deadlineMs: number,
	t: Language,
	more: { rows: Markup; count: number } = { rows: markup``, count: 0 },
): Markup[] {
	const { before, after, failureRateDelta: delta, p50DeltaMs, p99, pValue } = shift;
	const words = t.page.compare;
	const head = markup`<th scope="rowgroup" rowspan="${3 + more.count}">${shiftName(shift)}${role}</th>`;
	const rate = (side: Shift["before"]) =>
		markup`<td class="nowrap"><b>${failureRateText(side)}</b> <span class="soft">${failedText(side)}</span></td>`;
	const time = (
		name: string,
		sides: [QuantileEstimate, QuantileEstimate],
		change: Interval | null,
		p: string,
	) =>
		markup`<tr><td class="soft">${name}</td>${sides.map((side) => markup`<td class="nowrap">${quantileText(side, deadlineMs)}</td>`)}${
			change === null
				? changeCells("–", "")
				: changeCells(signedTimeText(change.estimate), t.range(signedTimeRangeText(change)))
		}<td class="nowrap">${p}</td></tr>`;
	return [
		markup`<tbody><tr>${head}<td class="soft">${words.failed}</td>${rate(before)}${rate(after)}${changeCells(pointsText(delta.estimate), t.range(pointsRangeText(delta)))}<td class="nowrap">${pValueText(pValue)}</td></tr>${time("p50", [before.p50, after.p50], p50DeltaMs, "")}${time("p99", [before.p99, after.p99], p99.deltaMs, pValueText(p99.pValue))}${more.rows}</tbody>`,
	];
}

const changeCells = (change: string, range: string): Markup =>
	markup`<td class="nowrap">${change}</td><td class="nowrap soft">${range === "" ? "" : `[${range}]`}</td>`;

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
