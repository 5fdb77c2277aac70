/**
 * The record that a probe writes for every resolution: one line of NDJSON.
 *
 * A resolution is what an application waits for: a name as it would be typed, tried through the
 * search list, A and AAAA, with the stub's own retries (measurement method: docs/guides/method.md).
 */

/** How the resolver library of the emulated container behaves. */
export type StubProfile = "glibc" | "musl" | "go" | "raw";
/** Every stub profile, in the order in which help lists them. */
export const stubProfiles = ["glibc", "musl", "go", "raw"] as const satisfies readonly StubProfile[];

/**
 * - `hot`: a small set of real Services, asked more often than their TTL.
 * - `cold`: unique cluster names that do not exist, so that every question is a cache miss.
 * - `external`: names outside the cluster.
 * - `fresh`: names that appear while the run goes on.
 */
export type Workload = "hot" | "cold" | "external" | "fresh";
/** Every workload, in the order in which a report lists them. */
export const workloadNames = ["hot", "cold", "external", "fresh"] as const satisfies readonly Workload[];

/** How an application writes the name; the form decides how many DNS exchanges it costs. */
export type NameForm = "svc" | "svc.ns" | "svc.ns.svc.cluster.local" | "absolute" | "external";

/** What became of one resolution. */
export type Outcome =
	| "ok"
	/** The right answer, but after the deadline (slow is not lost; it still counts as failed). */
	| "late"
	| "timeout"
	| "servfail"
	| "refused"
	| "other_rcode"
	| "unexpected_nxdomain"
	| "unexpected_nodata"
	/** An address that was never true for this name (set by `judgeSample`). */
	| "wrong_answer"
	/** TC was set and the repetition over TCP failed. */
	| "truncated_tcp_fail"
	| "icmp_refused"
	| "send_error"
	| "malformed"
	/** The probe itself was too late to ask: not a DNS result, excluded from rates, counted. */
	| "probe_fault"
	/** The run was interrupted before the answer or the deadline: excluded from rates. */
	| "aborted";

/** What became of one packet (or TCP exchange). */
export type AttemptOutcome =
	| "answer"
	| "nodata"
	| "nxdomain"
	| "servfail"
	| "refused"
	| "other_rcode"
	| "truncated"
	| "timeout"
	| "icmp_refused"
	| "send_error"
	| "malformed"
	/** The stub went on, or was stopped, before a reply or its time limit. */
	| "abandoned";

/** One question put to one server once. */
export interface Attempt {
	/** The name asked, absolute, with the final dot. */
	name: string;
	type: "A" | "AAAA";
	transport: "udp" | "tcp";
	server: string;
	/** 1-based: 2 is the first repetition. */
	tryNumber: number;
	/** Milliseconds since the resolution began. */
	startMs: number;
	/** Milliseconds from send to reply; null when none came. */
	rttMs: number | null;
	outcome: AttemptOutcome;
	/** Extended DNS Error info code (RFC 8914), when the reply carried one. */
	ede?: number;
}

/** One resolution as an application felt it: what was asked when, what came back, and every packet that it took. */
export interface Sample {
	kind: "sample";
	/** Name of the node (or node namespace) that asked. */
	node: string;
	arm: string;
	workload: Workload;
	/** Number of the matched tuple within its workload: the same in every arm; counted through the warm-up. */
	tuple: number;
	/** The name as the application wrote it. */
	name: string;
	form: NameForm;
	/** Planned instant in ms since the measured part began; negative during warm-up. */
	intendedMs: number;
	/** Actual first send minus planned instant, ms. */
	latenessMs: number;
	/**
	 * First send to the usable answer, ms, also beyond the deadline and across retries;
	 * null when no usable answer came at all.
	 */
	latencyMs: number | null;
	/** Judged against the deadline of the run (default 5 s): `ok` means a usable answer within it. */
	outcome: Outcome;
	/** True when the stub gave up altogether (after its last retry): the application got an error. */
	gaveUp: boolean;
	/** Addresses of the final answer, A before AAAA, each sorted; empty for NXDOMAIN and NODATA. */
	addresses: string[];
	/** True when the name was found not to exist (final answer NXDOMAIN). */
	nxdomain: boolean;
	/** Age of the answer when it was true once but no longer at `intendedMs`, ms (set by `judgeSample`). */
	staleMs?: number;
	attempts: Attempt[];
}

/** Last line of a probe: its own error, in the same terms as its results. */
export interface ProbeSummary {
	kind: "summary";
	node: string;
	arms: string[];
	/**
	 * Echo through loopback at the run's rate, round trips in ms, unsorted: every one, of a run of hours an even share,
	 * of a probe that writes chunks no more than the distribution (`thinFloor`).
	 */
	floorMs: number[];
	/** Planned slots in the measured part; of an interrupted run, those whose instant had come. */
	planned: number;
	/** Present when the probe was told to stop before its last slot was finished. */
	interrupted?: true;
	/** Replies that fitted no open question (wrong ID, question or source): ignored, counted. */
	stray: number;
	/** CPU seconds and peak resident memory of the probe process. */
	cpuSeconds: number;
	maxRssBytes: number;
	/**
	 * Present when the probe was told its start too late: ms since the measured part began, negative in the warm-up.
	 * What should have been asked before was not planned.
	 */
	joinedAtMs?: number;
	/** The wall clock was set while the run went on: when, ms since the measured part began, and by how much. */
	clockSteps?: { atMs: number; byMs: number }[];
	/** Times and time in which the kernel kept the probe from the CPU (cgroup cpu.stat), over the measured part. */
	throttled?: { periods: number; ms: number };
	/** Counters of the node's cache at the begin of the measured part and at its end; empty where they could not be read. */
	cacheCounters?: CacheCounters[];
}

/** One reading of a cache's metrics: sums over all labels of each family, such as `coredns_cache_hits_total`. */
export interface CacheCounters {
	/** ms since the measured part began. */
	atMs: number;
	/** By the name of the metric; null instead where they could not be read, and then `reason` says why. */
	counters: Record<string, number> | null;
	reason?: string;
}

/** Written once, as soon as the probe is ready to start. */
export interface ProbeHello {
	kind: "hello";
	node: string;
	arms: string[];
	nodeVersion: string;
	/** What was read from resolv.conf. */
	search: string[];
	ndots: number;
	nameservers: string[];
}

/** Written once, when the measured part begins: what a run has of its floor that never sees the summary. */
interface ProbeFloor {
	kind: "floor";
	node: string;
	/** Echo round trips of the warm-up, ms, as `thinFloor` keeps them. */
	floorMs: number[];
}

/** A line of what a probe writes: hello, then samples with the floor among them, then the summary. */
export type ProbeRecord = ProbeHello | ProbeFloor | Sample | ProbeSummary;
