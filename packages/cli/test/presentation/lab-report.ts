import type { ArmResult, BenchReport, Comparison, Verdict, WorkloadResult } from "@localdns/core/report";

/** A small report written out by hand: every figure in a view can be found here. */
export function armResult(arm: string, failed: number, overrides: Partial<ArmResult> = {}): ArmResult {
	return {
		arm,
		resolutions: 1200,
		failed,
		failureRate: { estimate: failed / 1200, low: failed / 1300, high: (failed + 4) / 1200, method: "wilson" },
		gaveUp: 0,
		latencyMs: {
			p50: { estimate: 43.21, low: 42.9, high: 43.5 },
			p90: { estimate: 88.4, low: 86, high: 91 },
			p99: { estimate: null, low: 4120, high: null, beyondDeadline: true },
			p999: { estimate: null, low: null, high: null, tooFew: true },
		},
		restrictedMeanMs: 912,
		outcomes: { ok: 1200 - failed, timeout: failed },
		stale: 0,
		wireQueries: 5040,
		wireQueriesPerResolution: 4.2,
		episodes: 12,
		...overrides,
	};
}

export function comparison(arm: string, verdict: Verdict, overrides: Partial<Comparison> = {}): Comparison {
	return {
		arm,
		baseline: "direct",
		failureRateDelta: { estimate: -0.183, low: -0.21, high: -0.157, method: "block-t" },
		pValue: 0.0002,
		p99: { pValue: 0.0002, deltaMs: null, statement: "p99 of direct is beyond the deadline" },
		adjusted: { failures: 0.0004, p99: 0.0004 },
		typicalRatio: { estimate: 0.00715, low: 0.007, high: 0.0073, method: "hodges-lehmann" },
		mcnemar: { onlyBaselineFailed: 220, onlyArmFailed: 0, bothFailed: 0, neitherFailed: 980, pValue: 1e-9 },
		episodes: { arm: 0, baseline: 12 },
		blocks: { count: 12, lengthMs: 5000, justification: "longest stall 0.4 s" },
		detectable: 0.012,
		verdict,
		reason: "fewer failures in 12 of 12 blocks",
		annotations: [],
		...overrides,
	};
}

export function labReport(overrides: Partial<BenchReport> = {}): BenchReport {
	const hot: WorkloadResult = {
		name: "hot",
		rate: 20,
		exchangesPerResolution: 4.2,
		mix: [
			{ form: "svc", share: 0.6, exchanges: 2 },
			{ form: "absolute", share: 0.4, exchanges: 2 },
		],
		arms: [
			armResult("direct", 220, {
				gaveUp: 20,
				outcomes: { ok: 980, late: 190, timeout: 20, wrong_answer: 10 },
			}),
			armResult("resilient", 0, {
				stale: 3,
				staleAgeMs: { p50: 900, max: 4210 },
				latencyMs: {
					p50: { estimate: 0.312, low: 0.3, high: 0.33, atFloor: true },
					p90: { estimate: 0.6, low: 0.5, high: 0.7 },
					p99: { estimate: 1.9, low: 1.6, high: 2.4 },
					p999: { estimate: null, low: null, high: null, tooFew: true },
				},
			}),
		],
		comparisons: [comparison("resilient", "better")],
		prediction: { arm: "direct", failureRate: 0.1872, insideInterval: true, basis: "5 % each way" },
	};
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchReport",
		toolVersion: "0.0.0-test",
		run: {
			id: "7f3c",
			seed: 91,
			startedAt: "2026-11-02T10:00:00.000Z",
			durationMs: 60_000,
			warmupMs: 10_000,
			deadlineMs: 5000,
			stubProfile: "glibc",
			nodes: ["far"],
			arms: ["direct", "resilient"],
			armInfo: [
				{ arm: "direct", engine: "none" },
				{ arm: "resilient", engine: "CoreDNS 1.13.2 with node-cache's Corefile" },
			],
			search: ["default.svc.cluster.local"],
			ndots: 5,
			host: "Linux 6.12.0, 2 CPUs, Node 24.21.0",
		},
		link: {
			spec: "rtt=43ms,jitter=3ms,loss=5%",
			rttMs: 43,
			jitterMs: 3,
			loss: 0.05,
			burstMs: null,
			udpLimitBitsPerSecond: null,
			blackouts: [],
			proof: { sent: 1000, lost: 96, expectedLoss: 0.0975, rttMs: { p50: 43.2 } },
			measured: {
				toNear: { packets: 9000, lost: { random: 450, burst: 0, policed: 0, blackout: 0 } },
				toFar: { packets: 8500, lost: { random: 430, burst: 0, policed: 0, blackout: 0 } },
			},
		},
		changes: [],
		interrupted: false,
		validity: {
			valid: true,
			reasons: [],
			latenessMs: { p50: 0.2, p99: 0.9, max: 3.1 },
			floorMs: { p50: 0.16, p99: 0.51 },
			probeFaults: 0,
			stray: 0,
		},
		workloads: [hot],
		nodes: [{ node: "far", link: "WAN", workloads: [hot] }],
		verdict: "better",
		headline: "resilient failed 0 of 1,200 hot resolutions where direct failed 220.",
		...overrides,
	};
}
