import * as z from "zod";
import { sampleSchema, truthSchema } from "./sample-schema.ts";

/**
 * The JSON of a bench run as a schema: what `parseRun` accepts and what docs/reference publishes.
 * A test keeps it equal to the types of bench-report.ts. Unknown keys are allowed and dropped,
 * so that a file of a later minor version can still be read.
 */
export const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

export const interval = z.object({
	estimate: z.number(),
	low: z.number(),
	high: z.number(),
	method: z.string(),
});

export const quantile = z.object({
	estimate: z.number().nullable(),
	low: z.number().nullable(),
	high: z.number().nullable(),
	beyondDeadline: z.boolean().exactOptional(),
	tooFew: z.boolean().exactOptional(),
	atFloor: z.boolean().exactOptional(),
});

export const verdict = z.enum(["better", "worse", "same", "no-detectable-difference", "inconclusive"]);

const armResult = z.object({
	arm: z.string(),
	resolutions: count,
	failed: count,
	failureRate: interval,
	gaveUp: count,
	latencyMs: z.object({ p50: quantile, p90: quantile, p99: quantile, p999: quantile }),
	restrictedMeanMs: z.number(),
	outcomes: z.partialRecord(sampleSchema.shape.outcome, count),
	stale: count,
	staleAgeMs: z.object({ p50: z.number(), max: z.number() }).exactOptional(),
	wireQueries: count,
	wireQueriesPerResolution: z.number(),
	episodes: count,
});

const comparison = z.object({
	arm: z.string(),
	baseline: z.string(),
	failureRateDelta: interval,
	pValue: z.number(),
	p99: z.object({ pValue: z.number(), deltaMs: interval.nullable(), statement: z.string() }),
	adjusted: z.object({ failures: z.number(), p99: z.number() }),
	typicalRatio: interval.nullable(),
	mcnemar: z.object({
		onlyBaselineFailed: count,
		onlyArmFailed: count,
		bothFailed: count,
		neitherFailed: count,
		pValue: z.number(),
	}),
	episodes: z.object({ arm: count, baseline: count }),
	blocks: z.object({ count, lengthMs: z.number(), justification: z.string() }),
	detectable: z.number().nullable(),
	verdict: verdict.nullable(),
	reason: z.string(),
	annotations: z.array(z.string()),
});

const workloadResult = z.object({
	name: sampleSchema.shape.workload,
	rate: z.number().nonnegative(),
	exchangesPerResolution: z.number(),
	mix: z.array(z.object({ form: z.string(), share, exchanges: z.number() })),
	arms: z.array(armResult),
	comparisons: z.array(comparison),
	prediction: z
		.object({ arm: z.string(), failureRate: share, insideInterval: z.boolean(), basis: z.string() })
		.nullable(),
});

const linkCounters = z.object({
	packets: count,
	lost: z.object({ random: count, burst: count, policed: count, blackout: count }),
});

const overlayWay = z.enum(["direct", "peer-relay", "derp"]);

const overlay = z.object({
	name: z.literal("tailscale"),
	version: z.string(),
	path: z.array(z.object({ atMs: z.number(), by: overlayWay, region: z.string().exactOptional() })),
	carried: z.array(z.object({ by: overlayWay, packets: count, bytes: count })),
});

const link = z.object({
	spec: z.string(),
	rttMs: z.number(),
	jitterMs: z.number(),
	loss: share,
	burstMs: z.number().nullable(),
	udpLimitBitsPerSecond: z.number().nullable(),
	blackouts: z.array(z.object({ startMs: z.number(), durationMs: z.number() })),
	proof: z.object({ sent: count, lost: count, expectedLoss: share, rttMs: z.object({ p50: z.number() }) }),
	measured: z.object({ toNear: linkCounters, toFar: linkCounters }),
	overlay: overlay.exactOptional(),
});

const validity = z.object({
	valid: z.boolean(),
	reasons: z.array(z.string()),
	latenessMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
	floorMs: z.object({ p50: z.number(), p99: z.number() }),
	probeFaults: count,
	stray: count,
});

export const likeRun = z.object({
	runId: z.string(),
	startedAt: z.string(),
	node: z.string(),
	arm: z.string(),
	basis: z.array(z.string()),
});

const cluster = z.object({
	context: z.string(),
	uid: z.string(),
	serverVersion: z.string(),
	domain: z.string(),
	clusterDns: z.string(),
	clusterDnsNodes: z.array(z.string()),
	cache: z
		.object({
			mode: z.enum(["kubelet", "intercept"]),
			image: z.string(),
			address: z.string(),
			namespace: z.string(),
			staged: z.boolean(),
		})
		.nullable(),
	load: z.object({
		nodes: count,
		resolutionsPerNode: z.number(),
		queriesPerNode: z.number(),
		queriesToClusterDns: z.number(),
	}),
});

const linkPath = z.object({
	to: z.string(),
	by: z.enum(["direct", "peer-relay", "derp", "nothing"]),
	region: z.string().exactOptional(),
	pings: z.object({ sent: count, lost: count }),
	rttMs: z.object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() }).nullable(),
	changes: z.array(z.object({ atMs: z.number(), from: z.string(), to: z.string() })),
});

const measuredNode = z.object({
	node: z.string(),
	state: z.enum(["measured", "partial", "void", "missing"]),
	reason: z.string().exactOptional(),
	besideClusterDns: z.boolean(),
	planned: count,
	received: count,
	latenessP99Ms: z.number().nullable(),
	floorP50Ms: z.number().nullable(),
	link: z
		.object({
			tailscale: z.string().nullable(),
			reason: z.string().exactOptional(),
			mtu: z.number().nullable(),
			paths: z.array(linkPath),
		})
		.exactOptional(),
	cache: z
		.object({
			hits: count.nullable(),
			misses: count.nullable(),
			servedStale: count.nullable(),
			upstreamChecksFailed: count.nullable(),
			upstreamsBroken: count.nullable(),
			reason: z.string().exactOptional(),
		})
		.exactOptional(),
});

const mark = z.object({
	atMs: z.number(),
	node: z.string().exactOptional(),
	kind: z.enum(["path", "probe", "node", "cache", "clock", "name", "blackout"]),
	text: z.string(),
});

/** zod schema of a `BenchReport`. */
export const benchReportSchema = z.object({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("BenchReport"),
	toolVersion: z.string(),
	run: z.object({
		id: z.string(),
		seed: z.number(),
		startedAt: z.string(),
		// Eleven days: blocks of time are counted in memory.
		durationMs: z.number().positive().max(1e9),
		warmupMs: z.number().nonnegative(),
		deadlineMs: z.number().positive(),
		stubProfile: z.enum(["glibc", "musl", "go", "raw"]),
		nodes: z.array(z.string()),
		arms: z.array(z.string()),
		armInfo: z.array(z.object({ arm: z.string(), engine: z.string(), corefile: z.string().exactOptional() })),
		// The kubelet takes 32; each costs two exchanges in every name.
		search: z.array(z.string()).max(100),
		ndots: count,
		host: z.string(),
	}),
	link: link.nullable(),
	like: likeRun.exactOptional(),
	cluster: cluster.exactOptional(),
	measuredNodes: z.array(measuredNode).exactOptional(),
	marks: z.array(mark).exactOptional(),
	changes: z.array(z.object({ atMs: z.number(), text: z.string() })),
	interrupted: z.boolean(),
	validity,
	workloads: z.array(workloadResult),
	nodes: z.array(z.object({ node: z.string(), link: z.string(), workloads: z.array(workloadResult) })),
	verdict: verdict.nullable(),
	headline: z.string(),
});

/** What stands before the samples in the file that `--out` writes: the report, and what it was made from. */
export const benchRunHeadSchema = benchReportSchema.extend({
	truth: truthSchema,
	floorSamplesMs: z.array(z.number()),
});

/** What `--out` writes: the report, what it was made from, and every resolution. */
export const benchRunSchema = benchRunHeadSchema.extend({ samples: z.array(sampleSchema) });
