import type { BenchReport, LinkCounters, LinkReport } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, shareText, timeText } from "../number-text.ts";
import { overlayWords } from "../overlay-words.ts";
import { hasCache } from "../wording.ts";
import { dataTable } from "./figure.ts";

/** What the figures stand on: link, arms, stub, host. */
export function setting(report: BenchReport): Markup {
	const { run, link } = report;
	const entry = (term: string, ...values: (string | Markup | undefined)[]) =>
		markup`<dt>${term}</dt><dd>${values}</dd>`;
	return markup`<section id="setting"><h2>What was measured</h2><dl class="setting">${[
		link === null ? undefined : entry("Link", linkWords(link)),
		link === null ? undefined : entry("Proof", proofWords(link)),
		entry(
			"Arms",
			...run.armInfo.map(
				(info, index) =>
					markup`<div><span class="arm arm-${index}">${info.arm}</span> ${hasCache(info) ? info.engine : "the cluster DNS, no cache"}</div>`,
			),
		),
		entry("Nodes", run.nodes.length > 12 ? `${run.nodes.length}` : run.nodes.join(", ")),
		entry(
			"Length",
			`${lengthText(run.durationMs)} measured after ${lengthText(run.warmupMs)} of warm-up${report.interrupted ? "; interrupted" : ""}`,
		),
		entry(
			"Stub",
			`${run.stubProfile}, deadline ${lengthText(run.deadlineMs)}, ndots:${run.ndots}, search ${run.search.join(" ")}`,
		),
		entry("Seed", String(run.seed)),
		entry("Host", run.host),
	]}</dl>${link === null ? undefined : counters(link)}${corefiles(report)}</section>`;
}

function linkWords(link: LinkReport): string {
	const parts = [
		`${link.rttMs} ms round trip ± ${link.jitterMs} ms`,
		link.burstMs === null
			? `${shareText(link.loss)} of packets lost each way, independently`
			: `${shareText(link.loss)} of packets lost each way in bursts of ${lengthText(link.burstMs)} on average`,
		...(link.udpLimitBitsPerSecond === null
			? []
			: [
					link.udpLimitBitsPerSecond === 0
						? "UDP blocked"
						: `UDP policed above ${countText(link.udpLimitBitsPerSecond / 1000)} kbit/s`,
				]),
		...link.blackouts.map(
			({ startMs, durationMs }) => `cut for ${lengthText(durationMs)} at ${lengthText(startMs)}`,
		),
		...(link.overlay === undefined ? [] : [overlayWords(link.overlay)]),
	];
	return `${parts.join("; ")} (${link.spec})`;
}

function proofWords({ proof }: LinkReport): string {
	return `${countText(proof.lost)} of ${countText(proof.sent)} test packets lost before the run (${shareText(proof.sent === 0 ? 0 : proof.lost / proof.sent)}; ${shareText(proof.expectedLoss)} expected), round trip ${timeText(proof.rttMs.p50)}`;
}

function counters({ measured }: LinkReport): Markup {
	const row = (direction: string, { packets, lost }: LinkCounters) => [
		direction,
		...[packets, lost.random, lost.burst, lost.policed, lost.blackout].map(countText),
	];
	return markup`<details><summary>Packets that the link saw and lost</summary>${dataTable({
		head: ["direction", "packets", "lost at random", "in bursts", "by policing", "in blackouts"],
		rows: [row("to the cluster DNS", measured.toNear), row("back to the pods", measured.toFar)],
	})}</details>`;
}

function corefiles({ run }: BenchReport): Markup {
	return markup`${run.armInfo.map(({ arm, corefile }) =>
		corefile === undefined
			? undefined
			: markup`<details><summary>Corefile of ${arm}</summary><pre>${corefile}</pre></details>`,
	)}`;
}
