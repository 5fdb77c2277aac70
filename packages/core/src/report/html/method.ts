import type { BenchReport } from "../bench-report.ts";
import { type Markup, markup } from "../markup.ts";
import { lengthText } from "../number-text.ts";

/** How the figures came about and what they do not say, for a reader who knows DNS and no statistics. */
export function method(report: BenchReport): Markup {
	const deadline = lengthText(report.run.deadlineMs);
	const blocks = report.workloads.flatMap(({ comparisons }) =>
		comparisons.map((comparison) => comparison.blocks.lengthMs),
	);
	const paragraphs: [string, string][] = [
		[
			"One resolution",
			`is what an application waits for: a name as it would be typed, tried through the search list, A and AAAA, with the retries of a ${report.run.stubProfile} stub. Every packet of it is kept.`,
		],
		[
			"Failed",
			`means no right answer within ${deadline}, one timeout of a stub. A rescue by the second try counts as failed, because somebody waited. An address that was never true counts as failed too; one that was true once is stale, counted apart and not as failed.`,
		],
		[
			"Times",
			`include failures: they are slower than every answer. So a percentile can read “> ${deadline}”, and dropping lost packets makes nothing look faster. “–” means too few resolutions to say.`,
		],
		[
			"Fair conditions",
			"All arms were asked at the same random instants, in random order, 50 ms apart, whether earlier answers had come or not. Whatever the link did, it did to all of them. Hot and fresh names are the same for all arms; cold and external ones are each arm’s own, so that none warms a cache for another.",
		],
		[
			"Verdicts",
			`come from whole blocks of time${blocks.length === 0 ? "" : ` (${lengthText(Math.max(...blocks))})`}, because losses come in bursts and a thousand failures in one outage are one piece of evidence. If the arms were equal, swapping them in any block would change nothing; the p-value is how often random swaps give a difference as large. Failures and p99 are judged together (Holm), at 5%. A difference too small to matter is “same”, however certain.`,
		],
		[
			"Intervals",
			"are 95%. Each names its method. Intervals of rates allow for bursts where bursts were seen.",
		],
		[
			"The probe’s own error",
			"was measured in the same run: an echo without DNS gives the floor, and the delay behind schedule gives the lateness. A time marked * is so near the floor that it may be shorter still. Nothing is subtracted.",
		],
		[
			"Limits",
			`This speaks for this link, these names, this rate and this length, and for nothing else. On cold names no cache can beat the link at the median. ${report.link === null ? "Nodes differ: read them one by one." : "In the lab the servers are real and the link is made: it shows what a cache does on such a link, not what your link is like."}`,
		],
	];
	return markup`<section id="method"><h2>Method and limits</h2><div class="method">${paragraphs.map(([title, text]) => markup`<div><h3>${title}</h3><p>${text}</p></div>`)}</div></section>`;
}
