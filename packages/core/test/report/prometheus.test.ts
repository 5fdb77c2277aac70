import { expect, it } from "vitest";
import { renderPrometheus } from "../../src/report/prometheus.ts";
import { syntheticRun } from "./synthetic-run.ts";

const report = syntheticRun({ nodes: ["near", "far"], arms: ["direct", "cache"] });
const lines = renderPrometheus(report).split("\n");
const valueIn = (series: string): string | undefined =>
	lines.find((line) => line.startsWith(`${series} `))?.slice(series.length + 1);

it("tells of every arm and workload what the report says", () => {
	for (const { name, arms } of report.workloads) {
		for (const arm of arms) {
			const labels = `{workload="${name}",arm="${arm.arm}"}`;
			expect(valueIn(`localdns_bench_resolutions${labels}`)).toBe(String(arm.resolutions));
			expect(valueIn(`localdns_bench_failure_ratio${labels}`)).toBe(String(arm.failureRate.estimate));
		}
	}
});

it("has quantiles in seconds, +Inf where they lie among the failed, and none where there is too little to say", () => {
	const [hot] = report.workloads;
	const [direct, cache] = hot?.arms ?? [];
	if (hot === undefined || direct === undefined || cache === undefined) throw new Error("two arms");
	const changed = {
		...report,
		workloads: [
			{
				...hot,
				arms: [
					{
						...direct,
						latencyMs: {
							...direct.latencyMs,
							p50: { estimate: 43.25, low: 43, high: 44 },
							p99: { estimate: null, low: null, high: null, beyondDeadline: true },
							p999: { estimate: null, low: null, high: null, tooFew: true },
						},
					},
					cache,
				],
			},
		],
	};
	const text = renderPrometheus(changed);
	expect(text).toContain('{workload="hot",arm="direct",percentile="50"} 0.04325\n');
	expect(text).toContain('{workload="hot",arm="direct",percentile="99"} +Inf\n');
	expect(text).not.toContain('{workload="hot",arm="direct",percentile="99.9"}');
});

it("has one verdict for each comparison, and none of an invalid run", () => {
	const ones = (text: string): number => text.match(/^localdns_bench_verdict\{.*\} 1$/gm)?.length ?? 0;
	const comparisons = report.workloads.flatMap((workload) => workload.comparisons).length;
	expect(ones(renderPrometheus(report))).toBe(comparisons);
	const invalid = { ...report, validity: { ...report.validity, valid: false } };
	expect(ones(renderPrometheus(invalid))).toBe(0);
	expect(renderPrometheus(invalid)).toContain("localdns_bench_valid 0\n");
});

it("counts nodes by what came of them", () => {
	const node = { besideClusterDns: false, planned: 1, received: 1, latenessP99Ms: 1, floorP50Ms: 1 };
	const text = renderPrometheus({
		...report,
		measuredNodes: [
			{ node: "near", state: "measured", ...node },
			{ node: "far", state: "void", reason: "It was throttled.", ...node },
			{ node: "gone", state: "missing", reason: "Nothing came.", ...node },
		],
	});
	for (const [state, count] of Object.entries({ measured: 1, void: 1, missing: 1, partial: 0 }))
		expect(text).toContain(`localdns_bench_nodes{state="${state}"} ${count}\n`);
});
