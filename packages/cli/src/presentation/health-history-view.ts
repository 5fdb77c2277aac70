import { type HealthHistory, type HistoryRun, quantileOfBuckets } from "@localdns/core/health";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";
import { renderColumns } from "./table.ts";

const bars = "▁▂▃▄▅▆▇█";

/** The history as it is kept, with a newline at its end. */
export const historyJson = (history: HealthHistory): string => `${JSON.stringify(history, null, 2)}\n`;

/** Share of failed resolutions of each run, oldest first: the full bar is the worst of them. */
function sparkline(shares: readonly number[]): string {
	const worst = Math.max(...shares);
	return shares
		.map((share) => (worst === 0 ? bars[0] : bars[Math.ceil((share / worst) * (bars.length - 1))]))
		.join("");
}

const shareOf = ({ failed, resolutions }: HistoryRun): number => failed / Math.max(1, resolutions);
const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** Verdicts and failures in one line. */
export function historyLine({ runs }: HealthHistory, style: Style): string {
	const last = runs.at(-1);
	if (last === undefined) return "no run yet\n";
	const shares = runs.map(shareOf);
	return `${word(last, style)} ${sparkline(shares)} worst ${percent(Math.max(...shares))} failed in ${runs.length} ${runs.length === 1 ? "run" : "runs"}\n`;
}

/** A row for each run, newest last, and nodes in an alarm. */
export function historyLines(raw: HealthHistory, style: Style): string {
	const { runs, nodes } = printable(raw);
	if (runs.length === 0) return "no run yet\n";
	const head = ["ENDED", "VERDICT", "FAILED", "P50", "P99", "NODES", "WORST", "NOT READY"].map(style.strong);
	const rows = runs.map((run) => {
		const at = (q: number): string => {
			const { estimate } = quantileOfBuckets(run.latency, q);
			return estimate === null ? "> 5 s" : `${estimate.toFixed(1)} ms`;
		};
		const [worst] = run.worst ?? [];
		return [
			new Date(run.at * 1000).toISOString().replace(".000Z", "Z"),
			word(run, style),
			`${run.failed}/${run.resolutions} ${percent(shareOf(run))}`,
			at(0.5),
			at(0.99),
			String(run.measured),
			worst === undefined ? "" : `${worst.node} ${worst.failed}/${worst.resolutions} ${worst.verdict}`,
			[...(run.notReady ?? []), ...(run.missing ?? []).map((node) => `${node} (no figures)`)].join(", "),
		];
	});
	const alarmed = Object.entries(nodes).flatMap(([node, { alarm }]) => (alarm === true ? [node] : []));
	return [
		renderColumns([head, ...rows]),
		`failed: ${sparkline(runs.map(shareOf))}`,
		...(alarmed.length === 0 ? [] : [style.bad(`alarm on ${alarmed.join(", ")}`)]),
		"",
	].join("\n");
}

function word({ verdict, alarm }: HistoryRun, style: Style): string {
	const shown = { met: style.good, breach: style.bad, unproven: style.unsure }[verdict](verdict);
	return alarm ? `${shown} ${style.bad("alarm")}` : shown;
}
