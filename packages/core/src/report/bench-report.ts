import type { Outcome, Sample, StubProfile, Workload } from "../measure/sample.ts";
import type { Truth } from "../measure/truth.ts";

/** The JSON of a bench run. Paths are a contract: add, do not rename. */

/** An estimate with its 95 % interval. The unit is that of the field that holds it. */
export interface Interval {
	estimate: number;
	low: number;
	high: number;
	/** How the interval was made, e.g. "wilson", "block-t", "order-statistic", "newcombe", "block-bootstrap". */
	method: string;
}

/** A latency quantile in ms. `estimate: null`: see the flags. Bounds are null where they do not exist. */
export interface QuantileEstimate {
	estimate: number | null;
	low: number | null;
	high: number | null;
	/** The quantile lies in the failed mass: it is beyond the deadline. */
	beyondDeadline?: boolean;
	/** Too few resolutions for a two-sided bound: printed as "–". */
	tooFew?: boolean;
	/** Below three times the probe's own floor. */
	atFloor?: boolean;
}

/**
 * What may be said of an arm against its baseline. `same` is a finding: the interval lies within the practical
 * limits; `inconclusive` says that the run was too short to tell.
 */
export type Verdict = "better" | "worse" | "same" | "no-detectable-difference" | "inconclusive";

/** One arm in one workload. */
export interface ArmResult {
	arm: string;
	/** Resolutions that count (without warm-up, probe faults and aborted ones). */
	resolutions: number;
	failed: number;
	failureRate: Interval;
	/** Application got an error after all retries. */
	gaveUp: number;
	latencyMs: { p50: QuantileEstimate; p90: QuantileEstimate; p99: QuantileEstimate; p999: QuantileEstimate };
	/** Mean of min(latency, deadline), failures at the deadline, ms. */
	restrictedMeanMs: number;
	outcomes: Partial<Record<Outcome, number>>;
	/** Answers that were true once but no longer: not failed. */
	stale: number;
	staleAgeMs?: { p50: number; max: number };
	wireQueries: number;
	/** Packets per resolution. */
	wireQueriesPerResolution: number;
	/** Failures less than the deadline apart form an episode. */
	episodes: number;
}

/** One arm against the baseline in one workload, matched in time. */
export interface Comparison {
	arm: string;
	baseline: string;
	/** Arm minus baseline, as shares (−0.02 = 2 percentage points fewer). */
	failureRateDelta: Interval;
	/** Sign-flip over time blocks, two-sided, for failures; before Holm. */
	pValue: number;
	/** The same for p99; `delta` null where a side is beyond the deadline, then `statement` says which. */
	p99: { pValue: number; deltaMs: Interval | null; statement: string };
	/** Holm-adjusted: per node over the nodes within each endpoint, then over the two endpoints. */
	adjusted: { failures: number; p99: number };
	/** Hodges–Lehmann shift of log latency over pairs where both succeeded: ratio arm / baseline. */
	typicalRatio: Interval | null;
	/** Description only: discordant pairs and exact McNemar. */
	mcnemar: {
		onlyBaselineFailed: number;
		onlyArmFailed: number;
		bothFailed: number;
		neitherFailed: number;
		pValue: number;
	};
	episodes: { arm: number; baseline: number };
	blocks: { count: number; lengthMs: number; justification: string };
	/** Smallest failure-rate difference that this run would have shown with 80 % power; null with too few blocks to show any. */
	detectable: number | null;
	/** null when the run is invalid. */
	verdict: Verdict | null;
	/** Why, in one sentence; for inconclusive: with the length that would do. */
	reason: string;
	/** E.g. "few episodes", "size uncertain", "one imposed blackout is one episode". */
	annotations: string[];
}

/** One workload over all arms. */
export interface WorkloadResult {
	name: Workload;
	/** Resolutions per second per arm, as scheduled. */
	rate: number;
	/** Mean number of DNS exchanges that one resolution costs without loss. */
	exchangesPerResolution: number;
	/** The stated mix: form → share and exchanges. */
	mix: { form: string; share: number; exchanges: number }[];
	arms: ArmResult[];
	comparisons: Comparison[];
	/** What the link's own arithmetic predicts for the arm that crosses it for every exchange. */
	prediction: { arm: string; failureRate: number; insideInterval: boolean; basis: string } | null;
}

/** Packets seen by the lab's own link during a part of the run, one direction. */
export interface LinkCounters {
	packets: number;
	lost: { random: number; burst: number; policed: number; blackout: number };
}

/** A real overlay between the ends of the lab's link, seen from its far end. */
export interface LinkOverlay {
	name: "tailscale";
	/** Such as `1.102.5`. */
	version: string;
	/** The way to the near end when the measured part began, then each change of it; times in ms since then. */
	path: { atMs: number; by: "direct" | "peer-relay" | "derp"; region?: string }[];
	/** What it sent and received in the measured part, by way; empty where it did not say. */
	carried: { by: "direct" | "peer-relay" | "derp"; packets: number; bytes: number }[];
}

/** The lab's link: what was asked for, and what it was seen to do. */
export interface LinkReport {
	/** As asked, in words: "rtt=43ms,jitter=3ms,loss=5%". */
	spec: string;
	rttMs: number;
	jitterMs: number;
	/** Each way. */
	loss: number;
	/** Mean length of a loss burst, ms; null: losses are independent. */
	burstMs: number | null;
	/** 0: no UDP passes. */
	udpLimitBitsPerSecond: number | null;
	blackouts: { startMs: number; durationMs: number }[];
	/** Packets sent over the link before the measurement to prove that the impairment is in force. */
	proof: { sent: number; lost: number; expectedLoss: number; rttMs: { p50: number } };
	measured: { toNear: LinkCounters; toFar: LinkCounters };
	/** Present where a real overlay went over the link; the counters above are then of its own packets. */
	overlay?: LinkOverlay;
}

/** What stood behind an arm. */
export interface ArmInfo {
	arm: string;
	/** E.g. "CoreDNS 1.13.2 with node-cache's Corefile"; "none" for direct. */
	engine: string;
	corefile?: string;
}

/** Whether the probe itself was good enough for a verdict: its lateness, its floor, its faults. Times in ms. */
export interface Validity {
	valid: boolean;
	reasons: string[];
	latenessMs: { p50: number; p99: number; max: number };
	floorMs: { p50: number; p99: number };
	probeFaults: number;
	stray: number;
}

/** A cache that was measured, as it is installed. */
export interface MeasuredCache {
	mode: "kubelet" | "intercept";
	/** E.g. "registry.k8s.io/dns/k8s-dns-node-cache:1.26.8". */
	image: string;
	/** Where the arm `cache` asks. */
	address: string;
	namespace: string;
	/** Put there for this run alone, without a kubelet pointing at it. */
	staged: boolean;
}

/** The cluster of a run: what stood there, and what the run itself added to it. */
export interface ClusterReport {
	context: string;
	/** Of namespace kube-system: tells a cluster from another of the same name. */
	uid: string;
	/** Such as `v1.34.2+k3s1`. */
	serverVersion: string;
	/** Such as `cluster.local`. */
	domain: string;
	/** Whom the arm `direct` asks. */
	clusterDns: string;
	/** Nodes on which the cluster DNS ran when the run began. */
	clusterDnsNodes: string[];
	/** null: none was installed, and the run is a baseline. */
	cache: MeasuredCache | null;
	/** The most that the run itself asks, per second; wire queries as planned, without loss. */
	load: { nodes: number; resolutionsPerNode: number; queriesPerNode: number; queriesToClusterDns: number };
}

/** How a node's packets get to another one over the tailnet, seen from its tailscaled during the run. */
export interface LinkPath {
	/** Node at the other end; one on which the cluster DNS ran. */
	to: string;
	/** The way at the end of the run: "direct", "peer-relay", "derp" or "nothing". */
	by: "direct" | "peer-relay" | "derp" | "nothing";
	/** Code of the DERP region, where it is one. */
	region?: string;
	/** Disco pings during the run. */
	pings: { sent: number; lost: number };
	/** Of the answered ones; null where none was. */
	rttMs: { p50: number; p90: number; p99: number; max: number } | null;
	/** Each change of the way, ms since the measured part began, in words such as "direct" and "derp lab". */
	changes: { atMs: number; from: string; to: string }[];
}

/** What a node's tailscaled said during the run (`--link-info`). */
export interface NodeLink {
	/** Such as `1.102.5`; null where nothing could be read, and then `reason` says why. */
	tailscale: string | null;
	reason?: string;
	/** Of tailscale0, bytes. */
	mtu: number | null;
	paths: LinkPath[];
}

/** What the cache of a node counted between the begin of the measured part and its end. */
export interface NodeCache {
	/** null where the metrics could not be read, and then `reason` says why. */
	hits: number | null;
	misses: number | null;
	/** Answers that were expired and served all the same. */
	servedStale: number | null;
	/** Health checks of upstreams that failed. */
	upstreamChecksFailed: number | null;
	/** Times that all upstreams were taken for broken. */
	upstreamsBroken: number | null;
	reason?: string;
}

/**
 * What became of a node in a run.
 * - `measured`: everything that was planned came in.
 * - `partial`: a part is missing, named in `reason`; the rest counts.
 * - `void`: the probe there was not fit for a verdict (throttled, late, clock set); its figures are kept, and do not count.
 * - `missing`: nothing came.
 */
export interface MeasuredNode {
	node: string;
	state: "measured" | "partial" | "void" | "missing";
	/** One sentence; absent only for `measured`. */
	reason?: string;
	/** Whether the cluster DNS ran on it. */
	besideClusterDns: boolean;
	/** Resolutions planned in the measured part, and those that came in. */
	planned: number;
	received: number;
	latenessP99Ms: number | null;
	floorP50Ms: number | null;
	/** With `--link-info` only. */
	link?: NodeLink;
	/** Where a cache was measured. */
	cache?: NodeCache;
}

/** Something that happened during the run and belongs into its time line. */
export interface RunMark {
	/** ms since the measured part began. */
	atMs: number;
	/** Absent where it concerns all nodes. */
	node?: string;
	kind: "path" | "probe" | "node" | "cache" | "clock" | "name" | "blackout";
	/** One short sentence. */
	text: string;
}

/** Which run a lab run was made after (`bench --like`). */
export interface LikeRun {
	/** Of the run that was measured in a cluster. */
	runId: string;
	startedAt: string;
	/** Whose link it was, and the arm whose packets showed it. */
	node: string;
	arm: string;
	/** What was found of it, one sentence for each figure. */
	basis: string[];
}

/** What `localdns bench -o json` prints. Paths are a contract: fields are added, never renamed. */
export interface BenchReport {
	apiVersion: "localdns.dev/v1alpha1";
	kind: "BenchReport";
	toolVersion: string;
	run: {
		id: string;
		seed: number;
		/** ISO 8601. */
		startedAt: string;
		durationMs: number;
		warmupMs: number;
		deadlineMs: number;
		stubProfile: StubProfile;
		nodes: string[];
		arms: string[];
		armInfo: ArmInfo[];
		search: string[];
		ndots: number;
		/** Kernel, CPU count, Node version: what the figures stand on. */
		host: string;
	};
	/** Present for lab runs. */
	link: LinkReport | null;
	/** Present for lab runs over a link taken from another run. */
	like?: LikeRun;
	/** Present for runs in a cluster. */
	cluster?: ClusterReport;
	/** Every node that was to be measured, also those that are missing in `nodes`; present for runs in a cluster. */
	measuredNodes?: MeasuredNode[];
	/** In time order; present for runs in a cluster. */
	marks?: RunMark[];
	/** Changes of cluster names during the run: [ms since the measured part began, sentence]. */
	changes: { atMs: number; text: string }[];
	interrupted: boolean;
	validity: Validity;
	workloads: WorkloadResult[];
	nodes: { node: string; link: string; workloads: WorkloadResult[] }[];
	/** First non-baseline arm on hot names; null when the run is invalid. */
	verdict: Verdict | null;
	/** One sentence a person can quote. */
	headline: string;
}

/** What `--out` writes: the report with what it was made from. */
export interface BenchRun extends BenchReport {
	truth: Truth;
	/** Echo round trips of the probes, ms. */
	floorSamplesMs: number[];
	samples: Sample[];
}
