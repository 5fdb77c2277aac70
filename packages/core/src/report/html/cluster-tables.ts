import type { BenchReport, LinkPath, MeasuredNode, NodeCache, NodeLink, RunMark } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup, type Part } from "../markup.ts";
import { countText, lengthText, shareText, timeText } from "../number-text.ts";
import { foldedTable } from "./folded-table.ts";
import { wayText } from "./node-matrix.ts";

/** What a run in a cluster says beside its figures: nodes that lack something, links, caches, and what happened. */
export function clusterTables(report: BenchReport, t: Language): Markup {
	const nodes = report.measuredNodes ?? [];
	return markup`${notCounted(nodes, t)}${links(nodes, t)}${caches(nodes, t)}${marksTable(report.marks ?? [], t)}`;
}

const gravity: Record<MeasuredNode["state"], number> = { missing: 0, void: 1, partial: 2, measured: 3 };

function notCounted(nodes: readonly MeasuredNode[], t: Language): Markup | undefined {
	const lacking = nodes
		.filter(({ state }) => state !== "measured")
		.toSorted((a, b) => gravity[a.state] - gravity[b.state]);
	if (lacking.length === 0) return undefined;
	const { column, notCounted: words } = t.page;
	return section(
		"not-whole",
		words.title,
		words.about(nodes.length - lacking.length, nodes.length),
		foldedTable(
			{
				head: [column.node, column.state, column.received, column.lateness, column.floor, column.reason],
				rows: lacking.map(({ node, state, reason = "", planned, received, latenessP99Ms, floorP50Ms }) => [
					node,
					markup`<span class="pill ${state === "partial" ? "inconclusive" : "invalid"}">${t.nodeState[state]}</span>`,
					`${countText(received)}/${countText(planned)}`,
					latenessP99Ms === null ? "–" : timeText(latenessP99Ms),
					floorP50Ms === null ? "–" : timeText(floorP50Ms),
					prose(t.sentence(reason)),
				]),
			},
			t,
		),
	);
}

interface LinkRow {
	node: string;
	link: NodeLink;
	path?: LinkPath;
}

/** The share of pings lost; a node of which nothing is known stands last. */
const badness = ({ path }: LinkRow): [number, number] =>
	path === undefined
		? [-1, 0]
		: [path.pings.sent === 0 ? 0 : path.pings.lost / path.pings.sent, path.rttMs?.p99 ?? 0];

function links(nodes: readonly MeasuredNode[], t: Language): Markup | undefined {
	const rows = nodes
		.flatMap(({ node, link }): LinkRow[] => {
			if (link === undefined) return [];
			return link.paths.length === 0 ? [{ node, link }] : link.paths.map((path) => ({ node, link, path }));
		})
		.toSorted((a, b) => {
			const [one, two] = [badness(a), badness(b)];
			return two[0] - one[0] || two[1] - one[1];
		});
	if (rows.length === 0) return undefined;
	const { column, links: words } = t.page;
	return section(
		"links",
		words.title,
		words.about,
		foldedTable(
			{
				head: [
					column.node,
					column.to,
					column.way,
					`${column.rtt} p50`,
					"p99",
					column.pings,
					column.mtu,
					column.changes,
				],
				rows: rows.map(({ node, link, path }) => [
					node,
					...(path === undefined
						? ["–", "–", "–", "–", "–"]
						: [
								path.to,
								wayText(path, t),
								path.rttMs === null ? "–" : timeText(path.rttMs.p50),
								path.rttMs === null ? "–" : timeText(path.rttMs.p99),
								pingsText(path),
							]),
					link.mtu === null ? "–" : String(link.mtu),
					prose(
						[...changesText(path, t), ...(link.reason === undefined ? [] : [t.sentence(link.reason)])].join(
							t.semicolon,
						) || words.none,
					),
				]),
			},
			t,
		),
	);
}

const pingsText = ({ pings: { sent, lost } }: LinkPath): string =>
	sent === 0 ? "–" : `${shareText(lost / sent)} (${countText(lost)}/${countText(sent)})`;

const mostChanges = 5;

function changesText(path: LinkPath | undefined, t: Language): string[] {
	const changes = path?.changes ?? [];
	const shown = changes
		.slice(0, mostChanges)
		.map(({ atMs, from, to }) =>
			t.page.links.changed(lengthText(Math.round(atMs / 1000) * 1000), way(from, t), way(to, t)),
		);
	return changes.length > mostChanges ? [...shown, t.page.more(changes.length - mostChanges)] : shown;
}

/** A way in words, such as "derp lab", as the page says it. */
function way(text: string, t: Language): string {
	const [by = "", ...region] = text.split(" ");
	const known = Object.hasOwn(t.way, by) ? t.way[by as LinkPath["by"]] : by;
	return [known, ...region].join(" ");
}

const hitRatio = ({ hits, misses }: NodeCache): number | null =>
	hits === null || misses === null || hits + misses === 0 ? null : hits / (hits + misses);

function caches(nodes: readonly MeasuredNode[], t: Language): Markup | undefined {
	const rows = nodes
		.flatMap(({ node, cache }) => (cache === undefined ? [] : [{ node, cache, ratio: hitRatio(cache) }]))
		.toSorted((a, b) => (a.ratio ?? -1) - (b.ratio ?? -1));
	if (rows.length === 0) return undefined;
	const { column, caches: words } = t.page;
	const count = (value: number | null) => (value === null ? "–" : countText(Math.round(value)));
	return section(
		"caches",
		words.title,
		words.about,
		foldedTable(
			{
				head: [
					column.node,
					column.hits,
					column.queriesSeen,
					column.servedStale,
					column.checks,
					column.broken,
					column.reason,
				],
				rows: rows.map(({ node, cache, ratio }) => [
					node,
					ratio === null ? "–" : shareText(ratio),
					count(cache.hits === null || cache.misses === null ? null : cache.hits + cache.misses),
					count(cache.servedStale),
					count(cache.upstreamChecksFailed),
					count(cache.upstreamsBroken),
					prose(cache.reason === undefined ? "" : t.sentence(cache.reason)),
				]),
			},
			t,
		),
	);
}

const mostMarks = 100;

function marksTable(marks: readonly RunMark[], t: Language): Markup | undefined {
	if (marks.length === 0) return undefined;
	const { column, marks: words } = t.page;
	const rest = marks.length - mostMarks;
	return markup`<section id="marks"><h2>${words.title}</h2>${foldedTable(
		{
			head: [column.at, column.node, "", column.what],
			rows: marks
				.slice(0, mostMarks)
				.map(({ atMs, node, kind, text }) => [
					lengthText(Math.max(0, Math.round(atMs / 1000) * 1000)),
					node ?? words.allNodes,
					t.markKind[kind],
					prose(t.sentence(text)),
				]),
		},
		t,
	)}${rest > 0 ? markup`<p class="facts">${words.rest(rest)}</p>` : undefined}</section>`;
}

const prose = (text: string): Part => markup`<span class="prose">${text}</span>`;

const section = (id: string, title: string, about: string, table: Markup): Markup =>
	markup`<section id="${id}"><h2>${title}</h2><p class="lead-in">${about}</p>${table}</section>`;
