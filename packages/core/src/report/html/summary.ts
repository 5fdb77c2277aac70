import type { ArmResult, BenchReport, Verdict, WorkloadResult } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { countText, lengthText, shareText, timeText } from "../number-text.ts";
import {
	failedText,
	failureRateText,
	quantileText,
	verdictOf,
	verdictWords,
	workloadWords,
} from "../wording.ts";

/** Top of the page: what came out and whether it can be believed. */
export function summary(report: BenchReport): Markup {
	const { run, validity } = report;
	const eyebrow = [
		`localdns bench · run ${run.id}`,
		`${run.startedAt.slice(0, 16).replace("T", " ")} UTC`,
		`${lengthText(run.durationMs)} measured${report.interrupted ? ", interrupted" : ""}`,
		report.link === null ? `${run.nodes.length} nodes` : `link ${report.link.spec}`,
	].join(" · ");
	return markup`<header class="hero"><p class="eyebrow">${eyebrow}</p>${
		validity.valid
			? markup`${report.verdict === null ? undefined : pill(report.verdict)}<h1>${report.headline}</h1>`
			: markup`<span class="pill invalid">not valid</span><h1>This run cannot be judged.</h1>`
	}${validityLine(report)}${validity.valid ? [tiles(report), glance(report)] : undefined}</header>`;
}

export function pill(verdict: Verdict): Markup {
	return markup`<span class="pill ${verdict}">${verdictWords[verdict]}</span>`;
}

function validityLine({ validity, link }: BenchReport): Markup {
	if (!validity.valid) {
		return markup`<div class="alarm"><b>No verdict.</b> The figures below show what went wrong; they say nothing about the arms.<ul>${validity.reasons.map((reason) => markup`<li>${reason}</li>`)}</ul></div>`;
	}
	const proof =
		link === null
			? undefined
			: markup`<span>link proved: ${countText(link.proof.lost)} of ${countText(link.proof.sent)} packets lost (${shareText(link.proof.expectedLoss)} expected), RTT ${timeText(link.proof.rttMs.p50)}</span>`;
	return markup`<p class="validity"><b>✓ valid</b><span>probe late by ${timeText(validity.latenessMs.p99)} at p99</span><span>its own floor ${timeText(validity.floorMs.p50)}</span><span>${countText(validity.probeFaults)} probe faults</span><span>${countText(validity.stray)} stray replies</span>${proof}</p>`;
}

/** Three figures of the headline comparison: the first arm beside the baseline, on hot names where there are some. */
function tiles(report: BenchReport): Markup | undefined {
	const workload = report.workloads.find(({ name }) => name === "hot") ?? report.workloads[0];
	const [baseline, arm] = workload?.arms ?? [];
	if (workload === undefined || baseline === undefined || arm === undefined) return undefined;
	const { deadlineMs } = report.run;
	const title = workloadWords[workload.name].title;
	const tile = (text: string, value: (of: ArmResult) => string, detail: (of: ArmResult) => string) =>
		markup`<div class="tile"><h3>${text}</h3><p class="pair"><span class="value arm-0">${value(baseline)}</span><span class="arrow">→</span><span class="value arm-1">${value(arm)}</span></p><p class="who"><span><b class="arm-0">${baseline.arm}</b> ${detail(baseline)}</span><span><b class="arm-1">${arm.arm}</b> ${detail(arm)}</span></p></div>`;
	return markup`<div class="tiles">${[
		tile(`${title}: failed within ${lengthText(deadlineMs)}`, failureRateText, failedText),
		tile(
			"Typical time (p50)",
			(of) => quantileText(of.latencyMs.p50, deadlineMs),
			() => "",
		),
		tile(
			"Slowest one in a hundred (p99)",
			(of) => quantileText(of.latencyMs.p99, deadlineMs),
			() => "",
		),
	]}</div>`;
}

function glance(report: BenchReport): Markup | undefined {
	const [baseline, ...others] = report.run.arms;
	if (others.length === 0) return undefined;
	const cell = (workload: WorkloadResult, arm: string) => {
		const comparison = workload.comparisons.find((each) => each.arm === arm);
		const verdict = comparison === undefined ? null : verdictOf(report, comparison);
		return markup`<td>${verdict === null ? "–" : pill(verdict)}</td>`;
	};
	return markup`<div class="scroll glance"><table><thead><tr><th scope="col">Against ${baseline}</th>${others.map((arm, index) => markup`<th scope="col" class="arm arm-${index + 1}">${arm}</th>`)}</tr></thead><tbody>${report.workloads.map(
		(workload) =>
			markup`<tr><th scope="row"><a href="#${workload.name}">${workloadWords[workload.name].title}</a></th>${others.map((arm) => cell(workload, arm))}</tr>`,
	)}</tbody></table></div>`;
}
