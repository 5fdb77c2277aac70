import {
	type BenchReport,
	type Comparison,
	countText,
	hasCache,
	lengthText,
	overlayWords,
	timeText,
	verdictOf,
	type WorkloadResult,
	workloadWords,
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
}

/** The result of a bench for the terminal: validity first, verdict last. */
export function renderBenchTable(report: BenchReport, options: BenchViewOptions): string {
	const style = createStyle(options.color);
	const view: View = { width: options.width ?? 100, wide: options.wide ?? false, style };
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
		...(shown.nodes.length > 1 ? [renderColumns(nodeRows(shown, style, view.wide))] : []),
		...clusterParts(shown, style, view.wide),
		...legend(shown),
		conclusion(shown, view),
	];
	return `${parts.join("\n\n")}\n`;
}

function headOf(report: BenchReport, { style, width }: View): string {
	const { run, validity, link } = report;
	const title = [
		`localdns bench · run ${run.id}`,
		run.nodes.length === 1 ? `node ${run.nodes[0]}` : `${run.nodes.length} nodes`,
		`${lengthText(run.durationMs)}${report.interrupted ? " (interrupted)" : ""}`,
		`${run.stubProfile} ndots:${run.ndots}`,
		`seed ${run.seed}`,
	].join(" · ");
	const valid = validity.valid ? style.good("✓ valid") : style.bad("✗ not valid: no verdict");
	const probe = [
		`floor p50 ${timeText(validity.floorMs.p50)}, p99 ${timeText(validity.floorMs.p99)}`,
		`lateness p99 ${timeText(validity.latenessMs.p99)}, max ${timeText(validity.latenessMs.max)}`,
		`faults ${countText(validity.probeFaults)}`,
		`stray ${countText(validity.stray)}`,
	].join(" · ");
	const rows = [
		["validity", valid],
		...validity.reasons.map((reason) => ["", style.bad(reason)]),
		["probe", probe],
		...clusterRows(report),
		...(link === null ? [] : [["link", linkText(link)]]),
		...run.armInfo
			.filter(hasCache)
			.map(({ arm, engine }, index) => [index === 0 ? "engines" : "", `${arm}: ${engine}`]),
	];
	const labelled = rows.map(([label = "", text = ""]) => [style.faint(label), text]);
	return `${style.strong(title)}\n${renderColumns(labelled, width)}`;
}

function linkText(link: NonNullable<BenchReport["link"]>): string {
	const { sent, lost, rttMs } = link.proof;
	const blackouts = link.blackouts.map(
		({ startMs, durationMs }) => ` · dark for ${lengthText(durationMs)} at ${lengthText(startMs)}`,
	);
	const overlay = link.overlay === undefined ? "" : ` · ${overlayWords(link.overlay)}`;
	return `${link.spec}${overlay}${blackouts.join("")} · proved: ${countText(lost)}/${countText(sent)} packets lost, RTT ${timeText(rttMs.p50)}`;
}

function workloadPart(report: BenchReport, workload: WorkloadResult, view: View): string {
	const mix = workload.mix.map(({ form, share }) => `${form} ${Math.round(share * 100)}%`).join(", ");
	const title = [
		view.style.strong(workloadWords[workload.name].title.toUpperCase()),
		`${workload.rate}/s per arm`,
		`${Number(workload.exchangesPerResolution.toFixed(2))} DNS exchanges each`,
	].join(" · ");
	return [
		title,
		...(mix === "" ? [] : [view.style.faint(`  ${mix}`)]),
		...armColumns(report, workload, view),
	].join("\n");
}

function conclusion(report: BenchReport, { style, width }: View): string {
	if (!report.validity.valid) return style.bad("No verdict: this run is not valid.");
	const rows = report.workloads.flatMap((workload) =>
		workload.comparisons.map((comparison) => [
			`${workload.name}: ${comparison.arm}`,
			verdictMark(verdictOf(report, comparison), style),
			reasonOf(comparison),
		]),
	);
	const headline =
		report.verdict === null
			? report.headline
			: `${verdictMark(report.verdict, style, (word) => word.toUpperCase())}: ${report.headline}`;
	return [
		`${style.strong("VERDICTS")} against ${report.run.arms[0] ?? "the baseline"} · Holm over failures and p99, α 0.05`,
		renderColumns(rows, width),
		"",
		headline,
	].join("\n");
}

function reasonOf({ reason, annotations }: Comparison): string {
	return annotations.length === 0 ? reason : `${reason} (${annotations.join("; ")})`;
}

/** What the marks mean, where they occur. */
function legend(report: BenchReport): string[] {
	const quantiles = report.workloads.flatMap(({ arms }) =>
		arms.flatMap(({ latencyMs }) => [latencyMs.p50, latencyMs.p99]),
	);
	const marks = [
		...(quantiles.some(({ atFloor }) => atFloor === true)
			? ["* near the probe's own floor: the true time may be shorter"]
			: []),
		...(quantiles.some(({ tooFew }) => tooFew === true) ? ["– too few resolutions to say"] : []),
	];
	return marks.length === 0 ? [] : [marks.join("\n")];
}
