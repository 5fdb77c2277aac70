import {
	type BenchReport,
	type Comparison,
	countText,
	hasCache,
	type Language,
	languages,
	lengthText,
	overlayWords,
	timeText,
	verdictOf,
	type WorkloadResult,
} from "@localdns/core/report";
import { armColumns, type View } from "./arm-columns.ts";
import { clusterParts, clusterRows } from "./cluster-part.ts";
import { nodeRows } from "./node-rows.ts";
import { printable } from "./printable.ts";
import { createStyle } from "./style.ts";
import { renderColumns } from "./table.ts";
import { verdictMark } from "./verdict-mark.ts";

export interface BenchViewOptions {
	color: boolean;
	/** Columns of the terminal; arms that do not fit side by side go below each other. @default 100 */
	width?: number;
	/** Everything that was computed instead of what most people ask. @default false */
	wide?: boolean;
	/** @default English */
	language?: Language;
}

/** The result of a bench for the terminal: validity first, verdict last. */
export function renderBenchTable(report: BenchReport, options: BenchViewOptions): string {
	const style = createStyle(options.color);
	const view: View = {
		width: options.width ?? 100,
		wide: options.wide ?? false,
		style,
		t: options.language ?? languages.en,
	};
	const { run, link, validity, changes, interrupted, workloads, nodes, verdict, headline } = report;
	// Without samples and truth: they are not printed, and there may be many.
	const shown: BenchReport = printable({
		apiVersion: report.apiVersion,
		kind: report.kind,
		toolVersion: report.toolVersion,
		run: { ...run, armInfo: run.armInfo.map(({ arm, engine }) => ({ arm, engine })) },
		link,
		...(report.cluster === undefined ? {} : { cluster: report.cluster }),
		...(report.measuredNodes === undefined ? {} : { measuredNodes: report.measuredNodes }),
		...(report.marks === undefined ? {} : { marks: report.marks }),
		validity,
		changes,
		interrupted,
		workloads,
		nodes,
		verdict,
		headline,
	});
	const parts = [
		headOf(shown, view),
		...shown.workloads.map((workload) => workloadPart(shown, workload, view)),
		...(shown.nodes.length > 1 ? [renderColumns(nodeRows(shown, view))] : []),
		...clusterParts(shown, view),
		...legend(shown, view.t),
		conclusion(shown, view),
	];
	return `${parts.join("\n\n")}\n`;
}

function headOf(report: BenchReport, { style, width, t }: View): string {
	const { run, validity, link } = report;
	const title = [
		`localdns bench · ${t.table.run(run.id)}`,
		run.nodes.length === 1 ? t.table.node(run.nodes[0] ?? "") : t.nodes(run.nodes.length),
		`${lengthText(run.durationMs)}${report.interrupted ? t.table.interrupted : ""}`,
		`${run.stubProfile} ndots:${run.ndots}`,
		t.table.seed(run.seed),
	].join(" · ");
	const valid = validity.valid ? style.good(t.table.valid) : style.bad(t.table.notValid);
	const probe = [
		t.table.floor(timeText(validity.floorMs.p50), timeText(validity.floorMs.p99)),
		t.table.lateness(timeText(validity.latenessMs.p99), timeText(validity.latenessMs.max)),
		t.table.faults(countText(validity.probeFaults)),
		t.table.stray(countText(validity.stray)),
	].join(" · ");
	const rows = [
		[t.table.row.validity, valid],
		...validity.reasons.map((reason) => ["", style.bad(t.sentence(reason))]),
		[t.table.row.probe, probe],
		...clusterRows(report, t),
		...(link === null ? [] : [[t.table.row.link, linkText(link, t)]]),
		...run.armInfo
			.filter(hasCache)
			.map(({ arm, engine }, index) => [index === 0 ? t.table.row.engines : "", `${arm}: ${engine}`]),
	];
	const labelled = rows.map(([label = "", text = ""]) => [style.faint(label), text]);
	return `${style.strong(title)}\n${renderColumns(labelled, width)}`;
}

function linkText(link: NonNullable<BenchReport["link"]>, t: Language): string {
	const { sent, lost, rttMs } = link.proof;
	const blackouts = link.blackouts.map(
		({ startMs, durationMs }) => ` · ${t.table.dark(lengthText(durationMs), lengthText(startMs))}`,
	);
	const overlay = link.overlay === undefined ? "" : ` · ${overlayWords(link.overlay, t)}`;
	return `${link.spec}${overlay}${blackouts.join("")} · ${t.table.proved(countText(lost), countText(sent), timeText(rttMs.p50))}`;
}

function workloadPart(report: BenchReport, workload: WorkloadResult, view: View): string {
	const mix = workload.mix.map(({ form, share }) => `${form} ${Math.round(share * 100)}%`).join(", ");
	const title = [
		view.style.strong(view.t.workload[workload.name].title.toUpperCase()),
		view.t.table.rate(workload.rate),
		view.t.table.exchanges(String(Number(workload.exchangesPerResolution.toFixed(2)))),
	].join(" · ");
	return [
		title,
		...(mix === "" ? [] : [view.style.faint(`  ${mix}`)]),
		...armColumns(report, workload, view),
	].join("\n");
}

function conclusion(report: BenchReport, { style, width, t }: View): string {
	if (!report.validity.valid) return style.bad(t.table.noVerdict);
	const rows = report.workloads.flatMap((workload) =>
		workload.comparisons.map((comparison) => [
			`${workload.name}: ${comparison.arm}`,
			verdictMark(verdictOf(report, comparison), style, t),
			reasonOf(comparison, t),
		]),
	);
	const headline =
		report.verdict === null
			? t.sentence(report.headline)
			: `${verdictMark(report.verdict, style, t, (word) => word.toUpperCase())}${t.short.colon}${t.sentence(report.headline)}`;
	return [
		style.strong(t.table.verdicts) + t.table.against(report.run.arms[0] ?? t.table.theBaseline),
		renderColumns(rows, width),
		"",
		headline,
	].join("\n");
}

function reasonOf({ reason, annotations }: Comparison, t: Language): string {
	const said = t.sentence(reason);
	return annotations.length === 0 ? said : said + t.aside(annotations.map(t.sentence).join(t.semicolon));
}

/** What the marks mean, where they occur. */
function legend(report: BenchReport, t: Language): string[] {
	const quantiles = report.workloads.flatMap(({ arms }) =>
		arms.flatMap(({ latencyMs }) => [latencyMs.p50, latencyMs.p99]),
	);
	const marks = [
		...(quantiles.some(({ atFloor }) => atFloor === true) ? [t.table.atFloor] : []),
		...(quantiles.some(({ tooFew }) => tooFew === true) ? [t.table.tooFew] : []),
	];
	return marks.length === 0 ? [] : [marks.join("\n")];
}
