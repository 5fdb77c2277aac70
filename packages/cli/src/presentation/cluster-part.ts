import { type BenchReport, lengthText, type MeasuredNode } from "@localdns/core/report";
import { loadLine } from "./bench-opening.ts";
import type { Style } from "./style.ts";
import { renderColumns } from "./table.ts";

/** Where a run in a cluster stood: rows of the table's head. */
export function clusterRows({ cluster }: BenchReport): string[][] {
	if (cluster === undefined) return [];
	const { context, serverVersion, clusterDns, clusterDnsNodes, cache } = cluster;
	const where = clusterDnsNodes.length === 0 ? "" : ` on ${firstFew(clusterDnsNodes)}`;
	return [
		["cluster", [context, serverVersion, cluster.uid].filter((word) => word !== "").join(" · ")],
		["cluster DNS", `${clusterDns}${where}`],
		[
			"cache",
			cache === null
				? "none: this is a baseline"
				: `${cache.address} · ${cache.image} · mode ${cache.mode}${cache.staged ? " · staged for this run" : ""}`,
		],
		["load", loadLine(cluster)],
	];
}

const mostMarks = 12;

/** Nodes of which something is missing or that do not count, and what happened when. */
export function clusterParts(report: BenchReport, style: Style, wide: boolean): string[] {
	const { measuredNodes = [], marks = [] } = report;
	const lacking = measuredNodes.filter(({ state }) => state !== "measured");
	const shown = wide ? marks : marks.slice(0, mostMarks);
	const rest = marks.length - shown.length;
	return [
		...(lacking.length === 0
			? []
			: [
					[
						style.strong("NODES THAT LACK SOMETHING"),
						renderColumns(lacking.map((node) => nodeRow(node, style))),
					].join("\n"),
				]),
		...(shown.length === 0
			? []
			: [
					[
						style.strong("DURING THE RUN"),
						renderColumns(
							shown.map(({ atMs, node = "", kind, text }) => [
								`  ${lengthText(Math.max(0, atMs))}`,
								node,
								kind,
								text,
							]),
						),
						...(rest === 0 ? [] : [`  and ${rest} more: -o wide`]),
					].join("\n"),
				]),
	];
}

function nodeRow({ node, state, reason = "", planned, received }: MeasuredNode, style: Style): string[] {
	const counts = planned === 0 ? "" : `${received}/${planned}`;
	return [`  ${node}`, state === "partial" ? state : style.bad(state), counts, reason];
}

const firstFew = (words: readonly string[]): string =>
	words.length <= 5 ? words.join(", ") : `${words.slice(0, 5).join(", ")} and ${words.length - 5} more`;
