import type { BenchReport, ClusterReport, LinkCounters, LinkReport } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, shareText, timeText } from "../number-text.ts";
import { overlayWords } from "../overlay-words.ts";
import { hasCache } from "../wording.ts";
import { dataTable } from "./figure.ts";

const mostNames = 12;

/** What the figures stand on: link or cluster, arms, stub, host. */
export function setting(report: BenchReport, t: Language): Markup {
	const { run, link, cluster } = report;
	const words = t.page.setting;
	return markup`<section id="setting"><h2>${words.title}</h2><dl class="setting">${[
		...(link === null
			? []
			: [entry(words.link, linkWords(link, t)), entry(words.proof, proofWords(link, t))]),
		...(cluster === undefined ? [] : clusterEntries(cluster, t)),
		entry(
			words.arms,
			...run.armInfo.map(
				(info, index) =>
					markup`<div><span class="arm arm-${index}">${info.arm}</span> ${hasCache(info) ? info.engine : t.page.clusterDnsAlone}</div>`,
			),
		),
		entry(words.nodes, run.nodes.length > mostNames ? String(run.nodes.length) : run.nodes.join(", ")),
		entry(
			words.length,
			words.measured(lengthText(run.durationMs), lengthText(run.warmupMs), report.interrupted),
		),
		entry(
			words.stub,
			words.stubWords(run.stubProfile, lengthText(run.deadlineMs), run.ndots, run.search.join(" ")),
		),
		entry(words.seed, String(run.seed)),
		entry(words.host, run.host),
	]}</dl>${link === null ? undefined : counters(link, t)}${corefiles(report, t)}</section>`;
}

const entry = (term: string, ...values: (string | Markup | undefined)[]): Markup =>
	markup`<dt>${term}</dt><dd>${values}</dd>`;

/** Where it was measured, what stood there, and what the run itself added to it. */
function clusterEntries(cluster: ClusterReport, t: Language): Markup[] {
	const words = t.page.setting;
	const { context, serverVersion, uid, domain, clusterDns, clusterDnsNodes, cache, load } = cluster;
	const dnsNodes = clusterDnsNodes.slice(0, mostNames).join(", ");
	const rest = clusterDnsNodes.length - mostNames;
	const nodes = rest > 0 ? `${dnsNodes} ${t.page.more(rest)}` : dnsNodes;
	const rate = (perSecond: number) => String(Number(perSecond.toFixed(perSecond < 10 ? 1 : 0)));
	return [
		entry(words.cluster, [context, serverVersion, domain, uid].filter((word) => word !== "").join(" · ")),
		entry(words.clusterDns, [clusterDns, ...(nodes === "" ? [] : [words.on(nodes)])].join(" · ")),
		entry(
			words.cache,
			cache === null
				? words.noCache
				: [
						cache.address,
						cache.image,
						words.mode(cache.mode),
						cache.namespace,
						...(cache.staged ? [words.staged] : []),
					].join(" · "),
		),
		entry(
			words.load,
			words.loadWords(
				rate(load.resolutionsPerNode),
				t.nodes(load.nodes),
				rate(load.queriesPerNode),
				rate(load.queriesToClusterDns),
			),
		),
	];
}

function linkWords(link: LinkReport, t: Language): string {
	const words = t.page.setting;
	const parts = [
		words.rtt(String(link.rttMs), String(link.jitterMs)),
		link.burstMs === null
			? words.lossAlone(shareText(link.loss))
			: words.lossBursts(shareText(link.loss), lengthText(link.burstMs)),
		...(link.udpLimitBitsPerSecond === null
			? []
			: [
					link.udpLimitBitsPerSecond === 0
						? words.udpBlocked
						: words.udpPoliced(countText(link.udpLimitBitsPerSecond / 1000)),
				]),
		...link.blackouts.map(({ startMs, durationMs }) =>
			words.cut(lengthText(durationMs), lengthText(startMs)),
		),
		...(link.overlay === undefined ? [] : [overlayWords(link.overlay, t)]),
	];
	return parts.join(t.semicolon) + t.aside(link.spec);
}

function proofWords({ proof }: LinkReport, t: Language): string {
	return t.page.setting.proofWords(
		countText(proof.lost),
		countText(proof.sent),
		shareText(proof.sent === 0 ? 0 : proof.lost / proof.sent),
		shareText(proof.expectedLoss),
		timeText(proof.rttMs.p50),
	);
}

function counters({ measured }: LinkReport, t: Language): Markup {
	const words = t.page.setting;
	const row = (direction: string, { packets, lost }: LinkCounters) => [
		direction,
		...[packets, lost.random, lost.burst, lost.policed, lost.blackout].map(countText),
	];
	return markup`<details><summary>${words.counters}</summary>${dataTable({
		head: words.counterHead,
		rows: [row(words.toDns, measured.toNear), row(words.toPods, measured.toFar)],
	})}</details>`;
}

function corefiles({ run }: BenchReport, t: Language): Markup {
	return markup`${run.armInfo.map(({ arm, corefile }) =>
		corefile === undefined
			? undefined
			: markup`<details><summary>${t.page.setting.corefile(arm)}</summary><pre>${corefile}</pre></details>`,
	)}`;
}
