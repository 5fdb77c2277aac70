import type { BenchReport } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { lengthText } from "../number-text.ts";

/** How the figures came about and what they do not say, for a reader who knows DNS and no statistics. */
export function method(report: BenchReport, t: Language): Markup {
	const blocks = report.workloads.flatMap(({ comparisons }) =>
		comparisons.map((comparison) => comparison.blocks.lengthMs),
	);
	const paragraphs = t.page.method.paragraphs({
		deadline: lengthText(report.run.deadlineMs),
		stub: report.run.stubProfile,
		blocks: blocks.length === 0 ? undefined : lengthText(Math.max(...blocks)),
		place: report.cluster !== undefined ? "cluster" : report.link !== null ? "lab" : "elsewhere",
	});
	return methodSection(t.page.method.title, paragraphs);
}

export function methodSection(title: string, paragraphs: readonly (readonly [string, string])[]): Markup {
	return markup`<section id="method"><h2>${title}</h2><div class="method">${paragraphs.map(([head, text]) => markup`<div><h3>${head}</h3><p>${text}</p></div>`)}</div></section>`;
}
