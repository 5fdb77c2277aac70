import type { ArmResult, BenchReport } from "../../src/report/bench-report.ts";
import { clusterReport } from "./cluster-report.ts";
import { syntheticRun } from "./synthetic-run.ts";

/** A lab run that was made after a run of the cluster. */
export function foretellingRun(change: Partial<BenchReport> = {}): BenchReport {
	const { samples: _, truth: __, floorSamplesMs: ___, ...report } = syntheticRun({ seed: 1, nodes: ["lab"] });
	const like = { runId: "before", startedAt: "2026-11-01T00:00:00Z", node: "far", arm: "direct", basis: [] };
	return { ...report, like, ...change };
}

/** A run of the cluster, with the same figures as the lab unless they are changed. */
export function outcomeRun(rates: Partial<Record<string, ArmResult["failureRate"]>> = {}): BenchReport {
	const report = foretellingRun();
	const workloads = report.workloads.map((workload) => ({
		...workload,
		arms: workload.arms.slice(0, 2).map((arm, index) => ({
			...arm,
			arm: index === 0 ? "direct" : "cache",
			failureRate: rates[index === 0 ? "direct" : "cache"] ?? arm.failureRate,
		})),
	}));
	const { like: _, ...rest } = report;
	return {
		...rest,
		link: null,
		cluster: clusterReport,
		run: { ...report.run, id: "after", nodes: ["near", "far"], arms: ["direct", "cache"] },
		workloads,
		nodes: ["near", "far"].map((node) => ({ node, link: "", workloads })),
	};
}
