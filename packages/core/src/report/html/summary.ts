import type { ArmResult, BenchReport, WorkloadResult } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, shareText, timeText } from "../number-text.ts";
import { failedText, failureRateText, quantileText, verdictOf } from "../wording.ts";
import { pill } from "./pill.ts";

/** Top of the page: what came out and whether it can be believed. */
export function summary(report: BenchReport, t: Language): Markup {
	const { run, validity } = report;
	const eyebrow = [
		`localdns bench · ${t.page.run(run.id)}`,
		`${run.startedAt.slice(0, 16).replace("T", " ")} UTC`,
		t.page.measured(lengthText(run.durationMs), report.interrupted),
		...(report.cluster === undefined ? [] : [report.cluster.context]),
		report.link === null ? t.nodes(run.nodes.length) : t.page.link(report.link.spec),
	].join(" · ");
	return markup`<header class="hero"><p class="eyebrow">${eyebrow}</p>${
		validity.valid
			? markup`${report.verdict === null ? undefined : pill(report.verdict, t)}<h1>${t.sentence(report.headline)}</h1>`
			: markup`<span class="pill invalid">${t.page.notValid}</span><h1>${t.page.cannotBeJudged}</h1>`
	}${validityLine(report, t)}${validity.valid ? [tiles(report, t), glance(report, t)] : undefined}</header>`;
}

function validityLine(report: BenchReport, t: Language): Markup {
	const { validity, link } = report;
	const words = t.page;
	if (!validity.valid) {
		return markup`<div class="alarm"><b>${words.noVerdict}</b>${words.noVerdictAbout}<ul>${validity.reasons.map((reason) => markup`<li>${t.sentence(reason)}</li>`)}</ul></div>`;
	}
	const proof =
		link === null
			? undefined
			: markup`<span>${words.proved(countText(link.proof.lost), countText(link.proof.sent), shareText(link.proof.expectedLoss), timeText(link.proof.rttMs.p50))}</span>`;
	return markup`<p class="validity"><b>${words.valid}</b><span>${words.late(timeText(validity.latenessMs.p99))}</span><span>${words.floor(timeText(validity.floorMs.p50))}</span><span>${words.faults(countText(validity.probeFaults))}</span><span>${words.stray(countText(validity.stray))}</span>${standing(report, t)}${proof}</p>`;
}

/** Of how many nodes the figures are, where some do not count. */
function standing({ run, measuredNodes = [] }: BenchReport, t: Language): Markup | undefined {
	const unfit = measuredNodes.filter(({ state }) => state === "void" || state === "missing").length;
	if (unfit === 0) return undefined;
	const planned = Math.max(measuredNodes.length, run.nodes.length);
	return markup`<span>${t.page.standsOn(planned - unfit, planned)}</span>`;
}

/** Three figures of the headline comparison: the first arm beside the baseline, on hot names where there are some. */
function tiles(report: BenchReport, t: Language): Markup | undefined {
	const workload = report.workloads.find(({ name }) => name === "hot") ?? report.workloads[0];
	const [baseline, arm] = workload?.arms ?? [];
	if (workload === undefined || baseline === undefined || arm === undefined) return undefined;
	const { deadlineMs } = report.run;
	const { title } = t.workload[workload.name];
	const tile = (text: string, value: (of: ArmResult) => string, detail: (of: ArmResult) => string) =>
		markup`<div class="tile"><h3>${text}</h3><p class="pair"><span class="value arm-0">${value(baseline)}</span><span class="arrow">→</span><span class="value arm-1">${value(arm)}</span></p><p class="who"><span><b class="arm-0">${baseline.arm}</b> ${detail(baseline)}</span><span><b class="arm-1">${arm.arm}</b> ${detail(arm)}</span></p></div>`;
	return markup`<div class="tiles">${[
		tile(
			`${title}${t.short.colon}${t.page.failedWithin(lengthText(deadlineMs))}`,
			failureRateText,
			failedText,
		),
		tile(
			t.page.typical,
			(of) => quantileText(of.latencyMs.p50, deadlineMs),
			() => "",
		),
		tile(
			t.page.slowest,
			(of) => quantileText(of.latencyMs.p99, deadlineMs),
			() => "",
		),
	]}</div>`;
}

function glance(report: BenchReport, t: Language): Markup | undefined {
	const [baseline, ...others] = report.run.arms;
	if (others.length === 0) return undefined;
	const cell = (workload: WorkloadResult, arm: string) => {
		const comparison = workload.comparisons.find((each) => each.arm === arm);
		const verdict = comparison === undefined ? null : verdictOf(report, comparison);
		return markup`<td>${verdict === null ? "–" : pill(verdict, t)}</td>`;
	};
	return markup`<div class="scroll glance"><table><thead><tr><th scope="col">${t.page.against(baseline ?? "")}</th>${others.map((arm, index) => markup`<th scope="col" class="arm arm-${index + 1}">${arm}</th>`)}</tr></thead><tbody>${report.workloads.map(
		(workload) =>
			markup`<tr><th scope="row"><a href="#${workload.name}">${t.workload[workload.name].title}</a></th>${others.map((arm) => cell(workload, arm))}</tr>`,
	)}</tbody></table></div>`;
}
