import { type BenchReport, type Language, lengthText, type MeasuredNode } from "@localdns/core/report";
import type { View } from "./arm-columns.ts";
import { rate } from "./bench-opening.ts";
import type { Style } from "./style.ts";
import { renderColumns } from "./table.ts";

/** Where a run in a cluster stood: rows of the table's head. */
export function clusterRows({ cluster }: BenchReport, t: Language): string[][] {
	if (cluster === undefined) return [];
	const { context, serverVersion, clusterDns, clusterDnsNodes, cache, load } = cluster;
	const { row } = t.table;
	const where = clusterDnsNodes.length === 0 ? "" : t.table.on(firstFew(clusterDnsNodes, t));
	return [
		[row.cluster, [context, serverVersion, cluster.uid].filter((word) => word !== "").join(" · ")],
		[row.clusterDns, `${clusterDns}${where}`],
		[
			row.cache,
			cache === null
				? t.table.baselineOnly
				: [
						cache.address,
						cache.image,
						t.table.mode(cache.mode),
						...(cache.staged ? [t.table.staged] : []),
					].join(" · "),
		],
		[
			row.load,
			t.table.load(
				rate(load.resolutionsPerNode),
				load.nodes,
				rate(load.queriesPerNode),
				rate(load.queriesToClusterDns),
			),
		],
	];
}

const mostMarks = 12;

/** Nodes of which something is missing or that do not count, and what happened when. */
export function clusterParts(report: BenchReport, { style, wide, t }: View): string[] {
	const { measuredNodes = [], marks = [] } = report;
	const lacking = measuredNodes.filter(({ state }) => state !== "measured");
	const shown = wide ? marks : marks.slice(0, mostMarks);
	const rest = marks.length - shown.length;
	return [
		...(lacking.length === 0
			? []
			: [
					[style.strong(t.table.lacking), renderColumns(lacking.map((node) => nodeRow(node, style, t)))].join(
						"\n",
					),
				]),
		...(shown.length === 0
			? []
			: [
					[
						style.strong(t.table.during),
						renderColumns(
							shown.map(({ atMs, node = "", kind, text }) => [
								`  ${lengthText(Math.max(0, atMs))}`,
								node,
								t.markKind[kind],
								t.sentence(text),
							]),
						),
						...(rest === 0 ? [] : [`  ${t.table.moreWide(rest)}`]),
					].join("\n"),
				]),
	];
}

function nodeRow(
	{ node, state, reason = "", planned, received }: MeasuredNode,
	style: Style,
	t: Language,
): string[] {
	const counts = planned === 0 ? "" : `${received}/${planned}`;
	return [
		`  ${node}`,
		state === "partial" ? t.nodeState[state] : style.bad(t.nodeState[state]),
		counts,
		t.sentence(reason),
	];
}

const firstFew = (words: readonly string[], t: Language): string =>
	words.length <= 5 ? words.join(", ") : t.table.more(words.slice(0, 5).join(", "), words.length - 5);
