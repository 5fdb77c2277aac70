import { createRandom, type Random } from "../../src/measure/random.ts";
import type { Attempt, Outcome, Sample, Workload } from "../../src/measure/sample.ts";
import type {
	ArmResult,
	BenchRun,
	Comparison,
	Interval,
	QuantileEstimate,
	WorkloadResult,
} from "../../src/report/bench-report.ts";

/**
 * Made-up runs for tests of the report: the shape of a lab run, with figures that come from a seed
 * and from no measurement. Intervals are rough; tests of the statistics live elsewhere.
 */
export interface SyntheticOptions {
	seed?: number;
	nodes?: string[];
	arms?: string[];
	workloads?: Workload[];
	durationMs?: number;
	/** Resolutions per second per arm and node. */
	rate?: number;
	blackouts?: { startMs: number; durationMs: number }[];
}

const deadlineMs = 5000;

export function syntheticRun(options: SyntheticOptions = {}): BenchRun {
	const {
		seed = 7,
		nodes = ["far"],
		arms = ["direct", "article", "resilient"],
		workloads = ["hot", "cold"],
		durationMs = 60_000,
		rate = 20,
		blackouts = [],
	} = options;
	const random = createRandom(`synthetic ${seed}`);
	const samples: Sample[] = [];
	for (const workload of workloads) {
		for (const node of nodes) {
			const chance = random.fork(`${workload} ${node}`);
			let tuple = 0;
			for (let at = chance.exponential(1000 / rate); at < durationMs; at += chance.exponential(1000 / rate)) {
				for (const arm of arms) samples.push(sampleOf({ chance, workload, node, arm, tuple, at, blackouts }));
				tuple += 1;
			}
		}
	}
	const results = workloads.map((name) =>
		workloadResult(
			name,
			samples.filter((sample) => sample.workload === name),
			arms,
			rate,
		),
	);
	const floorSamplesMs = Array.from({ length: 200 }, () => 0.1 + random.exponential(0.08));
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchReport",
		toolVersion: "0.0.0-test",
		run: {
			id: "7f3c",
			seed,
			startedAt: "2026-11-02T10:00:00.000Z",
			durationMs,
			warmupMs: 10_000,
			deadlineMs,
			stubProfile: "glibc",
			nodes,
			arms,
			armInfo: arms.map((arm) => ({
				arm,
				engine: arm.startsWith("direct") ? "none" : "CoreDNS 1.13.2 with node-cache's Corefile",
			})),
			search: ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"],
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
			blackouts,
			proof: { sent: 1000, lost: 96, expectedLoss: 0.0975, rttMs: { p50: 43.2 } },
			measured: {
				toNear: { packets: 20_412, lost: { random: 1024, burst: 0, policed: 0, blackout: 0 } },
				toFar: { packets: 19_301, lost: { random: 951, burst: 0, policed: 0, blackout: 0 } },
			},
		},
		changes: [
			{ atMs: durationMs * 0.3, text: "Service newcomer.shop appears" },
			{ atMs: durationMs * 0.6, text: "Service cart.shop moves from 10.43.7.10 to 10.43.7.99" },
		],
		interrupted: false,
		validity: {
			valid: true,
			reasons: [],
			latenessMs: { p50: 0.2, p99: 0.9, max: 3.1 },
			floorMs: { p50: 0.16, p99: 0.51 },
			probeFaults: 0,
			stray: 0,
		},
		workloads: results,
		nodes: nodes.map((node, index) => ({
			node,
			link: index === 0 ? "WAN" : "LAN",
			workloads: workloads.map((name) =>
				workloadResult(
					name,
					samples.filter((sample) => sample.workload === name && sample.node === node),
					arms,
					rate,
				),
			),
		})),
		verdict: results[0]?.comparisons[0]?.verdict ?? null,
		headline: `${arms[1]} fails fewer hot resolutions than ${arms[0]}: a made-up sentence.`,
		truth: { "web.shop.svc.cluster.local.": [{ sinceMs: null, addresses: ["10.43.7.1"] }] },
		floorSamplesMs,
		samples,
	};
}

interface Asked {
	chance: Random;
	workload: Workload;
	node: string;
	arm: string;
	tuple: number;
	at: number;
	blackouts: { startMs: number; durationMs: number }[];
}

const servicesAsked = [
	"web",
	"cart",
	"payment",
	"web.shop",
	"kube-dns.kube-system",
	"metrics-server.kube-system",
];

function sampleOf({ chance, workload, node, arm, tuple, at, blackouts }: Asked): Sample {
	const cached = !arm.startsWith("direct") && workload === "hot";
	const dark = blackouts.some(({ startMs, durationMs }) => at >= startMs && at < startMs + durationMs);
	const name =
		workload === "cold"
			? `ld-7f3c-${tuple}.shop.svc.cluster.local`
			: (servicesAsked[chance.int(6)] as string);
	const attempts: Attempt[] = [];
	let clock = 0;
	let outcome: Outcome = "ok";
	const lossOf = arm.startsWith("direct") ? 0.0975 : 0.01;
	const candidates = cached ? 1 : 1 + chance.int(3);
	search: for (let step = 0; step < candidates; step++) {
		for (let tryNumber = 1; tryNumber <= 2; tryNumber++) {
			const lost = (dark && !(cached && arm.startsWith("resilient"))) || (!cached && chance.next() < lossOf);
			const rttMs = lost ? null : cached ? 0.2 + chance.exponential(0.15) : 41 + chance.next() * 6;
			for (const type of ["A", "AAAA"] as const) {
				attempts.push({
					name: `${name}.default.svc.cluster.local.`,
					type,
					transport: "udp",
					server: arm.startsWith("direct") ? "10.43.0.10" : "169.254.20.10",
					tryNumber,
					startMs: clock,
					rttMs,
					outcome: lost ? "timeout" : step < candidates - 1 ? "nxdomain" : type === "A" ? "answer" : "nodata",
				});
			}
			clock += rttMs ?? deadlineMs;
			if (!lost) continue search;
		}
		outcome = "timeout";
		break;
	}
	if (outcome === "ok" && clock > deadlineMs) outcome = "late";
	if (outcome === "ok" && arm === "article" && chance.next() < 0.004) outcome = "servfail";
	const stale = outcome === "ok" && cached && chance.next() < 0.01;
	return {
		kind: "sample",
		node,
		arm,
		workload,
		tuple,
		name,
		form: workload === "cold" ? "svc.ns.svc.cluster.local" : "svc",
		intendedMs: Math.round(at * 10) / 10,
		latenessMs: Math.round(chance.exponential(2)) / 10,
		latencyMs: outcome === "ok" || outcome === "late" ? Math.round(clock * 1000) / 1000 : null,
		outcome,
		gaveUp: outcome === "timeout",
		addresses: outcome === "ok" && workload !== "cold" ? ["10.43.7.1"] : [],
		nxdomain: workload === "cold",
		...(stale ? { staleMs: 1200 } : {}),
		attempts,
	};
}

function roughInterval(failed: number, of: number): Interval {
	const p = (failed + 2) / (of + 4);
	const half = 1.96 * Math.sqrt((p * (1 - p)) / (of + 4));
	return {
		estimate: of === 0 ? 0 : failed / of,
		low: failed === 0 ? 0 : Math.max(0, p - half),
		high: Math.min(1, p + half),
		method: "wilson",
	};
}

function quantile(sorted: number[], q: number): QuantileEstimate {
	const n = sorted.length;
	if (n * (1 - q) < 4) return { estimate: null, low: null, high: null, tooFew: true };
	const at = sorted[Math.ceil(q * n) - 1] ?? Number.POSITIVE_INFINITY;
	if (at === Number.POSITIVE_INFINITY) return { estimate: null, low: null, high: null, beyondDeadline: true };
	return { estimate: at, low: at * 0.97, high: at * 1.04, ...(at < 0.5 ? { atFloor: true } : {}) };
}

function armResult(arm: string, samples: Sample[]): ArmResult {
	const outcomes: Partial<Record<Outcome, number>> = {};
	for (const { outcome } of samples) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
	const failed = samples.length - (outcomes.ok ?? 0);
	const times = samples
		.map((sample) => (sample.outcome === "ok" ? (sample.latencyMs ?? 0) : Number.POSITIVE_INFINITY))
		.sort((a, b) => a - b);
	const wireQueries = samples.reduce((sum, sample) => sum + sample.attempts.length, 0);
	const stale = samples.filter((sample) => sample.staleMs !== undefined).length;
	return {
		arm,
		resolutions: samples.length,
		failed,
		failureRate: roughInterval(failed, samples.length),
		gaveUp: samples.filter((sample) => sample.gaveUp).length,
		latencyMs: {
			p50: quantile(times, 0.5),
			p90: quantile(times, 0.9),
			p99: quantile(times, 0.99),
			p999: quantile(times, 0.999),
		},
		restrictedMeanMs:
			times.reduce((sum, time) => sum + Math.min(time, deadlineMs), 0) / Math.max(1, times.length),
		outcomes,
		stale,
		...(stale > 0 ? { staleAgeMs: { p50: 1200, max: 1200 } } : {}),
		wireQueries,
		wireQueriesPerResolution: wireQueries / Math.max(1, samples.length),
		episodes: Math.ceil(failed / 3),
	};
}

function comparisonOf(arm: ArmResult, baseline: ArmResult): Comparison {
	const delta = arm.failureRate.estimate - baseline.failureRate.estimate;
	const better = delta < -0.01;
	return {
		arm: arm.arm,
		baseline: baseline.arm,
		failureRateDelta: { estimate: delta, low: delta - 0.02, high: delta + 0.02, method: "block-t" },
		pValue: better ? 0.0004 : 0.4,
		p99: {
			pValue: better ? 0.0004 : 0.4,
			deltaMs: null,
			statement: `p99 of ${baseline.arm} is beyond the deadline`,
		},
		adjusted: { failures: better ? 0.0008 : 0.8, p99: better ? 0.0008 : 0.8 },
		typicalRatio: {
			estimate: better ? 0.007 : 1,
			low: better ? 0.006 : 0.98,
			high: better ? 0.008 : 1.02,
			method: "hodges-lehmann",
		},
		mcnemar: {
			onlyBaselineFailed: baseline.failed,
			onlyArmFailed: arm.failed,
			bothFailed: 0,
			neitherFailed: baseline.resolutions - baseline.failed,
			pValue: 0.001,
		},
		episodes: { arm: arm.episodes, baseline: baseline.episodes },
		blocks: { count: 12, lengthMs: 5000, justification: "5 s, the longest stall seen was 0.4 s" },
		detectable: 0.012,
		verdict: better ? "better" : "no-detectable-difference",
		reason: better
			? "fewer failures and a shorter p99 in 12 of 12 blocks"
			: "the interval of the difference spans 0",
		annotations: better ? [] : ["few episodes"],
	};
}

function workloadResult(name: Workload, samples: Sample[], arms: string[], rate: number): WorkloadResult {
	const results = arms.map((arm) =>
		armResult(
			arm,
			samples.filter((sample) => sample.arm === arm),
		),
	);
	const [baseline, ...others] = results;
	return {
		name,
		rate,
		exchangesPerResolution: 2.6,
		mix: [
			{ form: "svc", share: 0.4, exchanges: 2 },
			{ form: "svc.ns", share: 0.3, exchanges: 4 },
			{ form: "svc.ns.svc.cluster.local", share: 0.2, exchanges: 8 },
			{ form: "absolute", share: 0.1, exchanges: 2 },
		],
		arms: results,
		comparisons: baseline === undefined ? [] : others.map((arm) => comparisonOf(arm, baseline)),
		prediction:
			name === "hot" && baseline !== undefined
				? {
						arm: baseline.arm,
						failureRate: baseline.failureRate.estimate * 1.02,
						insideInterval: true,
						basis: "5 % loss each way, 4.2 exchanges per resolution",
					}
				: null,
	};
}
