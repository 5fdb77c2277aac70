// Analyses one made-up run of 14,400 resolutions per workload and says what that cost: its own process,
// so that the peak memory is its own.
import { analyseRun } from "../packages/core/src/measure/analyse.ts";
import { simulateRun } from "../packages/core/test/measure/simulated-run.ts";

const run = simulateRun({
	arms: [{ arm: "direct", loss: 0.01 }, { arm: "resilient" }],
	nodes: ["a", "b", "c", "d", "e", "f", "g", "h"],
	workloads: ["hot", "cold", "external"],
	rate: 1,
	durationMs: 900_000,
});
const before = process.memoryUsage().rss;
const began = performance.now();
const { verdict } = analyseRun(run);
process.stdout.write(
	`${JSON.stringify({
		seconds: (performance.now() - began) / 1000,
		resolutions: run.table.rows,
		workloads: run.workloads.length,
		peakMiB: process.resourceUsage().maxRSS / 1024,
		inputMiB: before / 2 ** 20,
		verdict,
	})}\n`,
);
