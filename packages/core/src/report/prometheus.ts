import { Exposition, type Labels } from "../prometheus/exposition.ts";
import type { ArmResult, BenchReport, Verdict, WorkloadResult } from "./bench-report.ts";
import { verdictOf } from "./wording.ts";

/** What a metric of a bench means. All are gauges: a run replaces the one before. */
const benchMetrics = {
	localdns_bench_started_timestamp_seconds: "When the measured part began.",
	localdns_bench_duration_seconds: "Length of the measured part.",
	localdns_bench_valid: "1 when the probes were good enough for a verdict, else 0.",
	localdns_bench_nodes: "Nodes by what came of them; in the lab there is one.",
	localdns_bench_resolutions: "Resolutions that count, all nodes together.",
	localdns_bench_failure_ratio: "Share of resolutions without a right answer in time, all nodes together.",
	localdns_bench_failure_ratio_low: "Lower end of its 95 % interval.",
	localdns_bench_failure_ratio_high: "Upper end of its 95 % interval.",
	localdns_bench_latency_seconds:
		"Percentile of the time of a resolution, all nodes together; +Inf where it lies among the failed.",
	localdns_bench_stale_resolutions: "Answers that were true once but no longer, all nodes together.",
	localdns_bench_verdict: "1 for the verdict on an arm against the baseline, 0 for the others.",
	localdns_bench_node_failure_ratio: "Share of a node's resolutions without a right answer in time.",
	localdns_bench_node_latency_seconds: "Percentile of the time of a node's resolutions.",
	localdns_bench_node_verdict:
		"1 for the verdict on an arm of a node against its baseline, 0 for the others.",
} as const;

type Metrics = Exposition<typeof benchMetrics>;

const verdicts: readonly Verdict[] = ["better", "worse", "same", "no-detectable-difference", "inconclusive"];
/** The label is not `quantile`, which Prometheus keeps for summaries. */
const percentiles = { p50: "50", p90: "90", p99: "99", p999: "99.9" } as const;

/** A report as text for Prometheus' textfile collector or a Pushgateway. Quantiles without enough data are left out. */
export function renderPrometheus(report: BenchReport): string {
	const { run, validity, workloads, nodes, measuredNodes } = report;
	const metrics: Metrics = new Exposition(benchMetrics);
	metrics.add("localdns_bench_started_timestamp_seconds", Date.parse(run.startedAt) / 1000);
	metrics.add("localdns_bench_duration_seconds", run.durationMs / 1000);
	metrics.add("localdns_bench_valid", Number(validity.valid));
	for (const state of ["measured", "partial", "void", "missing"] as const) {
		const count =
			measuredNodes?.filter((node) => node.state === state).length ??
			(state === "measured" ? run.nodes.length : 0);
		metrics.add("localdns_bench_nodes", count, { state });
	}
	for (const workload of workloads) addWorkload(metrics, report, workload);
	for (const { node, workloads: own } of nodes)
		for (const workload of own) addNode(metrics, report, workload, node);
	return metrics.text();
}

function addWorkload(metrics: Metrics, report: BenchReport, workload: WorkloadResult): void {
	for (const arm of workload.arms) {
		const labels = { workload: workload.name, arm: arm.arm };
		metrics.add("localdns_bench_resolutions", arm.resolutions, labels);
		metrics.add("localdns_bench_stale_resolutions", arm.stale, labels);
		if (arm.resolutions === 0) continue;
		metrics.add("localdns_bench_failure_ratio", arm.failureRate.estimate, labels);
		metrics.add("localdns_bench_failure_ratio_low", arm.failureRate.low, labels);
		metrics.add("localdns_bench_failure_ratio_high", arm.failureRate.high, labels);
		addPercentiles(arm, (value, percentile) =>
			metrics.add("localdns_bench_latency_seconds", value, { ...labels, percentile }),
		);
	}
	addVerdicts(report, workload, (value, labels) => metrics.add("localdns_bench_verdict", value, labels));
}

function addNode(metrics: Metrics, report: BenchReport, workload: WorkloadResult, node: string): void {
	for (const arm of workload.arms) {
		if (arm.resolutions === 0) continue;
		const labels = { node, workload: workload.name, arm: arm.arm };
		metrics.add("localdns_bench_node_failure_ratio", arm.failureRate.estimate, labels);
		addPercentiles(arm, (value, percentile) =>
			metrics.add("localdns_bench_node_latency_seconds", value, { ...labels, percentile }),
		);
	}
	addVerdicts(report, workload, (value, labels) =>
		metrics.add("localdns_bench_node_verdict", value, { node, ...labels }),
	);
}

function addPercentiles({ latencyMs }: ArmResult, add: (value: number, percentile: string) => void): void {
	for (const [name, percentile] of Object.entries(percentiles)) {
		const { estimate, beyondDeadline } = latencyMs[name as keyof typeof percentiles];
		if (beyondDeadline === true) add(Number.POSITIVE_INFINITY, percentile);
		else if (estimate !== null) add(Number((estimate / 1000).toPrecision(6)), percentile);
	}
}

function addVerdicts(
	report: BenchReport,
	{ name: workload, comparisons }: WorkloadResult,
	add: (value: number, labels: Labels) => void,
): void {
	for (const comparison of comparisons) {
		const found = verdictOf(report, comparison);
		for (const verdict of verdicts)
			add(Number(verdict === found), { workload, arm: comparison.arm, verdict });
	}
}
