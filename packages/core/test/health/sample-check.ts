import { type CheckResult, type CheckSettings, checkRun } from "../../src/health/check.ts";
import { type HealthReport, healthReport } from "../../src/health/health-report.ts";
import { emptyHistory, type HealthHistory } from "../../src/health/history.ts";
import { RunCounter, type RunCounts } from "../../src/health/run-counts.ts";
import { formatSlo, type Slo } from "../../src/health/slo.ts";
import type { Sample } from "../../src/measure/sample.ts";

export const slo: Slo = [
	{ name: "failures", share: 0.005 },
	{ name: "p99", share: 0.01, limitMs: 50 },
];
export const settings: CheckSettings = { slo, alarm: { breaches: 3, among: 5 } };
export const durationMs = 60_000;

/** A resolution: the latency that it took, or null for one that timed out. */
export const sample = (intendedMs: number, latencyMs: number | null, outcome?: Sample["outcome"]): Sample =>
	({ intendedMs, latencyMs, outcome: outcome ?? (latencyMs === null ? "timeout" : "ok") }) as Sample;

/** Nodes by the share of what they ask that is lost, evenly; the rest takes 5 ms. */
export function countsFor(nodes: Readonly<Record<string, number>>, each = 400, latencyMs = 5): RunCounts {
	const counter = new RunCounter();
	for (const [node, share] of Object.entries(nodes)) {
		const lost = (i: number): boolean => Math.floor((i + 1) * share) > Math.floor(i * share);
		counter.take(
			node,
			Array.from({ length: each }, (_, i) => sample((i * durationMs) / each, lost(i) ? null : latencyMs)),
		);
	}
	return counter.counts(Object.keys(nodes), slo, durationMs);
}

export const runNumber = (number: number) => ({
	run: `run-${number}`,
	at: 1_790_000_000 + number * 900,
	notReady: [] as string[],
	missing: [] as { node: string; reason: string }[],
});

/** Runs one after the other, and what came of each. */
export function checkAll(
	runs: readonly RunCounts[],
	history: HealthHistory = emptyHistory,
	own: CheckSettings = settings,
): CheckResult[] {
	const results: CheckResult[] = [];
	let before = history;
	for (const [index, counts] of runs.entries()) {
		const result = checkRun(counts, runNumber(index), before, own);
		results.push(result);
		before = result.history;
	}
	return results;
}

export const reportOf = (result: CheckResult, more: Partial<HealthReport> = {}): HealthReport => ({
	...healthReport(result, {
		toolVersion: "0.0.0",
		run: "run-0",
		at: 1_790_000_000,
		cluster: { context: "default", server: "https://192.0.2.1:6443" },
		slo: formatSlo(slo),
		objectives: slo,
		alarmRule: "3/5",
		durationMs,
		rate: 7.6,
		notReady: ["gone-1"],
		notes: [],
		keepsHistory: true,
	}),
	missing: [{ node: 'odd"\\node', reason: "its pod waits", alarm: false }],
	...more,
});
