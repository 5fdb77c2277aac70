import { formatDuration } from "@localdns/core";
import type {
	CarriedJudgement,
	HealthReport,
	HealthVerdict,
	Objective,
	ScopeResult,
} from "@localdns/core/health";
import type { Style } from "./style.ts";
import { renderColumns } from "./table.ts";

/** How many nodes a table shows: the worst come first. */
const shownNodes = 20;

/** One line: what is so, where, and on how many nodes it stands. */
export function healthLine(report: HealthReport, style: Style): string {
	const { pooled, nodes, notReady, missing, slo } = report;
	const { failed, resolutions } = pooled;
	const bad = nodes.filter(({ verdict }) => verdict === "breach").map(({ node }) => node);
	const parts = [
		`${word(report.verdict, style)}${report.alarm ? ` ${style.bad("ALARM")}` : ""} ${slo}`,
		`${failed} of ${resolutions} failed, p99 ${ms(pooled.latencyMs.p99.estimate)}, ${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}`,
		...(bad.length === 0 ? [] : [`breach on ${named(bad)}`]),
		...(notReady.length === 0 ? [] : [`not Ready: ${named(notReady)}`]),
		...(missing.length === 0 ? [] : [`no figures from ${named(missing.map(({ node }) => node))}`]),
	];
	return `${parts.join("; ")}\n`;
}

/** The cluster as a whole and each node, worst first, and the verdict last. */
export function healthTable(report: HealthReport, style: Style): string {
	const { pooled, nodes, notReady, missing, objectives, rate, durationMs } = report;
	const head = ["", "VERDICT", ...objectives.map(objectiveHead), "P50", "P99", "COUNTS"].map(style.strong);
	const row = (name: string, scope: ScopeResult): string[] => [
		name,
		`${word(scope.verdict, style)}${scope.alarm ? ` ${style.bad("alarm")}` : ""}`,
		...scope.objectives.map(objectiveText),
		ms(scope.latencyMs.p50.estimate),
		ms(scope.latencyMs.p99.estimate),
		`${scope.failed}/${scope.resolutions}`,
	];
	const shown = nodes.slice(0, shownNodes);
	const lines = [
		`${report.cluster.context}, ${report.cluster.server}: ${rate} resolutions/s on each node for ${durationMs / 1000} s`,
		renderColumns([head, row("all nodes", pooled), ...shown.map((node) => row(node.node, node))]),
		...(nodes.length > shown.length ? [`and ${nodes.length - shown.length} more nodes: -o json`] : []),
		...notReady.map((node) => `${node}: not Ready, not asked, no reason for an alarm`),
		...missing.map(({ node, reason, alarm }) =>
			style.unsure(`${node}: no figures: ${reason}${alarm ? "; its alarm goes on" : ""}`),
		),
		`${word(report.verdict, style)}: ${reading(report)}`,
		...(report.alarm ? [style.bad(`alarm, raised by breaches in ${report.alarmRule} of the last runs`)] : []),
	];
	return `${lines.join("\n")}\n`;
}

function reading({ verdict, slo, nodes, pooled }: HealthReport): string {
	const carried = Math.max(1, ...pooled.objectives.map(({ runs }) => runs));
	const over = carried === 1 ? "this run" : `this run and the ${carried - 1} before it`;
	switch (verdict) {
		case "met":
			return `${slo} is kept, as the intervals of ${over} show`;
		case "breach": {
			const bad = nodes.filter((node) => node.verdict === "breach").map(({ node }) => node);
			return `${slo} is not kept${bad.length === 0 ? " over all nodes together" : `: ${named(bad)}`}`;
		}
		case "unproven":
			return `${over} cannot tell whether ${slo} is kept; counts are carried to the next run`;
	}
}

const objectiveHead = ({ name, limitMs }: Objective): string =>
	limitMs === undefined ? "FAILED" : `> ${formatDuration(limitMs)} (${name.toUpperCase()})`;

/** The share that counts against an objective, with its interval. */
function objectiveText({ share, runs }: CarriedJudgement): string {
	return `${percent(share.estimate)} [${percent(share.low)}–${percent(share.high)}]${runs > 1 ? ` ${runs} runs` : ""}`;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
const ms = (value: number | null): string =>
	value === null ? "> 5 s" : value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`;
const named = (names: readonly string[]): string =>
	names.length <= 5 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;

function word(verdict: HealthVerdict, style: Style): string {
	return { met: style.good, breach: style.bad, unproven: style.unsure }[verdict](verdict);
}
