import type { ScopeResult } from "./check.ts";
import type { HealthReport } from "./health-report.ts";

/** What a metric means, which is its HELP line as well. All are gauges: each run replaces the one before. */
export const healthMetrics = {
	localdns_health_last_run_timestamp_seconds: "When the last run ended.",
	localdns_health_verdict: "1 for the verdict of the last run, 0 for the others.",
	localdns_health_alarm: "1 while enough of the last runs were breaches.",
	localdns_health_nodes: "Nodes by what the last run could make of them.",
	localdns_health_resolutions: "Resolutions that the last run asked.",
	localdns_health_failure_ratio: "Share of resolutions without a right answer in time.",
	localdns_health_failure_ratio_low: "Lower end of its 95 % interval.",
	localdns_health_failure_ratio_high: "Upper end of its 95 % interval.",
	localdns_health_failure_ratio_objective: "Share of failed resolutions that the SLO allows.",
	localdns_health_latency_p50_seconds: "Median time of a resolution.",
	localdns_health_latency_p99_seconds:
		"99th percentile of the time of a resolution; +Inf where it lies among the failed.",
	localdns_health_latency_objective_seconds: "Time that the SLO allows a quantile.",
	localdns_health_node_verdict: "1 for the verdict on a node, 0 for the others.",
	localdns_health_node_alarm: "1 while enough of a node's last runs were breaches.",
	localdns_health_node_failure_ratio: "Share of a node's resolutions without a right answer in time.",
	localdns_health_node_latency_p99_seconds: "99th percentile of the time of a node's resolutions.",
} as const;

type Metric = keyof typeof healthMetrics;
type Labels = Readonly<Record<string, string>>;

const verdicts = ["met", "breach", "unproven"] as const;

/** A report in the text format of Prometheus (exposition format 0.0.4). */
export function healthMetricsText(report: HealthReport): string {
	const samples = new Map<Metric, string[]>();
	const add = (name: Metric, value: number, labels: Labels = {}): void => {
		const lines = samples.get(name) ?? [];
		lines.push(`${name}${labelsText(labels)} ${valueText(value)}`);
		samples.set(name, lines);
	};
	const { pooled, nodes } = report;
	add("localdns_health_last_run_timestamp_seconds", Date.parse(report.endedAt) / 1000);
	for (const verdict of verdicts)
		add("localdns_health_verdict", Number(report.verdict === verdict), { verdict });
	add("localdns_health_alarm", Number(report.alarm));
	add("localdns_health_nodes", nodes.length, { state: "measured" });
	add("localdns_health_nodes", report.notReady.length, { state: "not_ready" });
	add("localdns_health_nodes", report.missing.length, { state: "missing" });
	add("localdns_health_resolutions", pooled.resolutions);
	add("localdns_health_failure_ratio", ratio(pooled));
	const failures = pooled.objectives.find(({ name }) => name === "failures");
	if (failures !== undefined) {
		add("localdns_health_failure_ratio_low", failures.share.low);
		add("localdns_health_failure_ratio_high", failures.share.high);
	}
	for (const { name, share, limitMs } of report.objectives) {
		if (limitMs === undefined) add("localdns_health_failure_ratio_objective", share);
		else add("localdns_health_latency_objective_seconds", limitMs / 1000, { objective: name });
	}
	add("localdns_health_latency_p50_seconds", seconds(pooled, "p50"));
	add("localdns_health_latency_p99_seconds", seconds(pooled, "p99"));
	for (const each of nodes) {
		const { node } = each;
		for (const verdict of verdicts)
			add("localdns_health_node_verdict", Number(each.verdict === verdict), { node, verdict });
		add("localdns_health_node_alarm", Number(each.alarm), { node });
		add("localdns_health_node_failure_ratio", ratio(each), { node });
		add("localdns_health_node_latency_p99_seconds", seconds(each, "p99"), { node });
	}
	return Object.entries(healthMetrics)
		.flatMap(([name, help]) => {
			const lines = samples.get(name as Metric);
			return lines === undefined ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines];
		})
		.join("\n")
		.concat("\n");
}

const ratio = ({ failed, resolutions }: ScopeResult): number =>
	resolutions === 0 ? 0 : failed / resolutions;

const seconds = ({ latencyMs }: ScopeResult, quantile: "p50" | "p99"): number => {
	const { estimate } = latencyMs[quantile];
	return estimate === null ? Number.POSITIVE_INFINITY : Number((estimate / 1000).toPrecision(6));
};

const valueText = (value: number): string => (value === Number.POSITIVE_INFINITY ? "+Inf" : String(value));

function labelsText(labels: Labels): string {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
	return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const escaped = (text: string): string =>
	text.replace(/[\\"\n]/g, (character) => escapes[character] as string);
