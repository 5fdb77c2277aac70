import { Exposition } from "../prometheus/exposition.ts";
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
	localdns_health_failure_ratio_low:
		"Lower end of the 95 % interval that the verdict stands on, which may be that of several runs together.",
	localdns_health_failure_ratio_high: "Upper end of the same.",
	localdns_health_failure_ratio_objective: "Share of failed resolutions that the SLO allows.",
	localdns_health_latency_p50_seconds: "Median time of a resolution.",
	localdns_health_latency_p99_seconds:
		"99th percentile of the time of a resolution; +Inf where it lies among the failed.",
	localdns_health_latency_objective_seconds: "Time that the SLO allows a quantile.",
	localdns_health_node_verdict: "1 for the verdict on a node, 0 for the others.",
	localdns_health_node_alarm:
		"1 while enough of a node's last runs were breaches; of a Ready node without figures as it was before.",
	localdns_health_node_failure_ratio: "Share of a node's resolutions without a right answer in time.",
	localdns_health_node_latency_p99_seconds: "99th percentile of the time of a node's resolutions.",
} as const;

const verdicts = ["met", "breach", "unproven"] as const;

/** A report in the text format of Prometheus (exposition format 0.0.4). */
export function healthMetricsText(report: HealthReport): string {
	const metrics = new Exposition(healthMetrics);
	const { pooled, nodes } = report;
	metrics.add("localdns_health_last_run_timestamp_seconds", Date.parse(report.endedAt) / 1000);
	for (const verdict of verdicts)
		metrics.add("localdns_health_verdict", Number(report.verdict === verdict), { verdict });
	metrics.add("localdns_health_alarm", Number(report.alarm));
	metrics.add("localdns_health_nodes", nodes.length, { state: "measured" });
	metrics.add("localdns_health_nodes", report.notReady.length, { state: "not_ready" });
	metrics.add("localdns_health_nodes", report.missing.length, { state: "missing" });
	metrics.add("localdns_health_resolutions", pooled.resolutions);
	metrics.add("localdns_health_failure_ratio", ratio(pooled));
	const failures = pooled.objectives.find(({ name }) => name === "failures");
	if (failures !== undefined) {
		metrics.add("localdns_health_failure_ratio_low", failures.share.low);
		metrics.add("localdns_health_failure_ratio_high", failures.share.high);
	}
	for (const { name, share, limitMs } of report.objectives) {
		if (limitMs === undefined) metrics.add("localdns_health_failure_ratio_objective", share);
		else metrics.add("localdns_health_latency_objective_seconds", limitMs / 1000, { objective: name });
	}
	metrics.add("localdns_health_latency_p50_seconds", seconds(pooled, "p50"));
	metrics.add("localdns_health_latency_p99_seconds", seconds(pooled, "p99"));
	for (const each of nodes) {
		const { node } = each;
		for (const verdict of verdicts)
			metrics.add("localdns_health_node_verdict", Number(each.verdict === verdict), { node, verdict });
		metrics.add("localdns_health_node_alarm", Number(each.alarm), { node });
		metrics.add("localdns_health_node_failure_ratio", ratio(each), { node });
		metrics.add("localdns_health_node_latency_p99_seconds", seconds(each, "p99"), { node });
	}
	// Without it an alert would end by itself, as if all were well again.
	for (const { node, alarm } of report.missing)
		metrics.add("localdns_health_node_alarm", Number(alarm), { node });
	return metrics.text();
}

const ratio = ({ failed, resolutions }: ScopeResult): number =>
	resolutions === 0 ? 0 : failed / resolutions;

const seconds = ({ latencyMs }: ScopeResult, quantile: "p50" | "p99"): number => {
	const { estimate } = latencyMs[quantile];
	return estimate === null ? Number.POSITIVE_INFINITY : Number((estimate / 1000).toPrecision(6));
};
