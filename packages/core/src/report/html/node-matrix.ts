import type { BenchReport, LinkPath, MeasuredNode, Verdict, WorkloadResult } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, pointsRangeText, pointsText } from "../number-text.ts";
import { failedText, failureRateText, quantileText, verdictOf } from "../wording.ts";
import { byWorst, type NodeResult } from "../worst-nodes.ts";
import { mostInSight, mostInTables } from "./limits.ts";
import { pill } from "./pill.ts";

/** Every node beside every arm, the worst in sight, the rest folded; on the headline's workload, the others below it. */
export function nodeMatrix(report: BenchReport, t: Language): Markup | undefined {
	if (report.nodes.length < 2) return undefined;
	const first = report.workloads.find(({ name }) => name === "hot") ?? report.workloads[0];
	if (first === undefined) return undefined;
	const others = report.workloads.filter((workload) => workload !== first);
	const words = t.page.nodeMatrix;
	return markup`<section id="nodes"><h2>${words.title}</h2><p class="lead-in">${words.about(t.workload[first.name].title)}</p>${matrixOf(report, first, t)}${others.map(
		(workload) =>
			markup`<details><summary>${words.other(t.workload[workload.name].title)}</summary>${matrixOf(report, workload, t)}</details>`,
	)}</section>`;
}

function matrixOf(report: BenchReport, { name }: WorkloadResult, t: Language): Markup {
	const all = byWorst(report, name);
	const states = new Map(report.measuredNodes?.map((node) => [node.node, node]));
	const rows = (nodes: readonly NodeResult[]) =>
		table(
			report,
			nodes.map((node) => nodeRows(report, node, states.get(node.node), t)),
			t,
		);
	const inSight = all.slice(0, mostInSight);
	const folded = all.slice(mostInSight, mostInTables);
	const beyond = all.slice(mostInTables);
	return markup`${rows(inSight)}${folded.length === 0 ? undefined : markup`<details><summary>${t.page.nodeMatrix.rest(folded.length)}</summary>${rows(folded)}</details>`}${beyond.length === 0 ? undefined : markup`<p class="facts">${sumOf(report, beyond, t)}</p>`}`;
}

function table({ run }: BenchReport, rows: readonly Markup[], t: Language): Markup {
	const { column } = t.page;
	const heads = [
		column.node,
		column.arm,
		column.failedIn(`${run.deadlineMs / 1000} s`),
		"p50",
		"p99",
		markup`<th scope="col" class="delta">${column.difference}</th>`,
		column.verdict,
	];
	return markup`<div class="scroll"><table class="nodes"><thead><tr>${heads.map((head) => (typeof head === "string" ? markup`<th scope="col">${head}</th>` : head))}</tr></thead>${rows}</table></div>`;
}

/** A body of its own for each node, so that its arms stay together. */
function nodeRows(
	report: BenchReport,
	{ node, link, workload }: NodeResult,
	measured: MeasuredNode | undefined,
	t: Language,
): Markup {
	const { deadlineMs, arms } = report.run;
	const lines = workload.arms.map((arm, rank) => {
		const comparison = workload.comparisons.find((each) => each.arm === arm.arm);
		const verdict = comparison === undefined ? null : verdictOf(report, comparison);
		const head =
			rank === 0
				? markup`<th scope="rowgroup" rowspan="${workload.arms.length}">${node}${whereabouts(link, measured, t)}</th>`
				: undefined;
		const delta = comparison?.failureRateDelta;
		return markup`<tr>${head}<td class="arm arm-${Math.max(0, arms.indexOf(arm.arm))}">${arm.arm}</td><td class="nowrap"><b>${failureRateText(arm)}</b> <span class="soft">${failedText(arm)}</span></td><td class="nowrap">${quantileText(arm.latencyMs.p50, deadlineMs)}</td><td class="nowrap">${quantileText(arm.latencyMs.p99, deadlineMs)}</td><td class="nowrap delta">${delta === undefined ? "" : markup`${pointsText(delta.estimate)} <span class="soft">[${t.range(pointsRangeText(delta))}]</span>`}</td><td>${verdict === null ? (comparison === undefined ? "" : "–") : pill(verdict, t)}</td></tr>`;
	});
	return markup`<tbody>${lines}</tbody>`;
}

function whereabouts(link: string, measured: MeasuredNode | undefined, t: Language): Markup {
	const notes = [
		...(measured !== undefined && measured.state !== "measured" ? [t.nodeState[measured.state]] : []),
		...(measured?.besideClusterDns === true ? [t.page.nodeMatrix.besideDns] : []),
		...(measured?.link?.paths.slice(0, 1).map((path) => wayText(path, t)) ?? []),
		...(measured === undefined && link !== "" ? [t.sentence(link)] : []),
	];
	return markup`${notes.map((note) => markup`<span class="sub">${note}</span>`)}`;
}

/** `direct`, `DERP fra`. */
export function wayText({ by, region }: Pick<LinkPath, "by" | "region">, t: Language): string {
	return region === undefined ? t.way[by] : t.page.links.via(t.way[by], region);
}

/** Nodes beyond the table as sums: failures of each arm, and how many verdicts of which kind. */
function sumOf(report: BenchReport, nodes: readonly NodeResult[], t: Language): string {
	const words = t.page.nodeMatrix;
	const arms = report.run.arms.map((name) => {
		const own = nodes.flatMap(({ workload }) => workload.arms.filter(({ arm }) => arm === name));
		const failed = own.reduce((sum, arm) => sum + arm.failed, 0);
		const all = own.reduce((sum, arm) => sum + arm.resolutions, 0);
		return words.foldedArm(name, `${countText(failed)}/${countText(all)}`);
	});
	const counts = new Map<Verdict, number>();
	for (const { workload } of nodes) {
		for (const comparison of workload.comparisons) {
			const verdict = verdictOf(report, comparison);
			if (verdict !== null) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
		}
	}
	const verdicts = [...counts].map(([verdict, count]) => `${count} ${t.verdict[verdict]}`).join(t.comma);
	return words.folded(nodes.length, arms.join(t.comma), verdicts);
}
