import type { Outcome } from "../measure/sample.ts";
import type { HealthVerdict } from "./judge-objective.ts";
import type { LatencyBuckets } from "./latency-buckets.ts";

/**
 * What scheduled checks remember, as one JSON text in a ConfigMap. Its size is bounded (`boundHistory`): runs by number,
 * nodes by those that still are there.
 */
export interface HealthHistory {
	readonly apiVersion: "localdns.dev/v1alpha1";
	readonly kind: "HealthHistory";
	/** Oldest first. */
	readonly runs: readonly HistoryRun[];
	/** By name: what is carried to their next run. */
	readonly nodes: Readonly<Record<string, ScopeMemory>>;
	/** The same of the cluster as a whole. */
	readonly cluster: ScopeMemory;
}

/** What a scope carries to its next run. */
export interface ScopeMemory {
	/** Last verdicts, oldest first, a letter each: m, b, u. */
	readonly verdicts: string;
	readonly alarm?: true;
	/** The SLO that the carried counts were made for, as text. */
	readonly slo: string;
	/** Counts of the runs since one last met the promise, oldest first (`packStats`). */
	readonly carried: readonly PackedStats[];
	/** When it was measured last, s since 1970. */
	readonly seen: number;
}

/** One entry per objective, or a single one of two numbers where nothing was bad: [total, blocks]. */
export type PackedStats = readonly (readonly number[])[];

/** What is kept of a run for people and graphs. */
export interface HistoryRun {
	readonly run: string;
	/** s since 1970 at which it ended. */
	readonly at: number;
	readonly slo: string;
	readonly verdict: HealthVerdict;
	readonly alarm: boolean;
	readonly resolutions: number;
	readonly failed: number;
	/** By outcome. */
	readonly failures: Readonly<Partial<Record<Outcome, number>>>;
	/** Bucket → count. */
	readonly latency: LatencyBuckets;
	readonly measured: number;
	/** Names, the first ten. */
	readonly notReady?: readonly string[];
	readonly missing?: readonly string[];
	/** The worst nodes, worst first: at most five that were not met and had something bad. */
	readonly worst?: readonly WorstNode[];
}

/** A node in trouble, as a run remembers it. */
export interface WorstNode {
	readonly node: string;
	readonly verdict: HealthVerdict;
	readonly resolutions: number;
	readonly failed: number;
}

const emptyMemory: ScopeMemory = { verdicts: "", slo: "", carried: [], seen: 0 };

/** Of a check that has not run yet. */
export const emptyHistory: HealthHistory = {
	apiVersion: "localdns.dev/v1alpha1",
	kind: "HealthHistory",
	runs: [],
	nodes: {},
	cluster: emptyMemory,
};

/** Key of the history in its ConfigMap. */
export const historyKey = "history.json";

export const memoryOf = (history: HealthHistory, node: string): ScopeMemory =>
	(Object.hasOwn(history.nodes, node) ? history.nodes[node] : undefined) ?? emptyMemory;

/** What came of reading a history that someone may have edited or cut. */
export type ReadHistory =
	| { readonly ok: true; readonly history: HealthHistory }
	| { readonly ok: false; readonly problem: string };

/**
 * Reads a history that someone may have edited or cut.
 *
 * @param text undefined or empty where none was written yet
 */
export function readHistory(text: string | undefined): ReadHistory {
	if (text === undefined || text === "") return { ok: true, history: emptyHistory };
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { ok: false, problem: "it is no JSON" };
	}
	const problem = problemOf(value);
	return problem === undefined ? { ok: true, history: value as HealthHistory } : { ok: false, problem };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
	typeof value === "number" && Number.isFinite(value) && value >= 0;
const isVerdict = (value: unknown): boolean => value === "met" || value === "breach" || value === "unproven";
const isTexts = (value: unknown): boolean =>
	value === undefined || (Array.isArray(value) && value.every((each) => typeof each === "string"));

function problemOf(value: unknown): string | undefined {
	if (!isObject(value) || value.kind !== "HealthHistory") return "it is no HealthHistory";
	if (value.apiVersion !== emptyHistory.apiVersion)
		return `it is of version ${String(value.apiVersion).slice(0, 40)}`;
	if (!Array.isArray(value.runs) || !value.runs.every(isRun))
		return "a run in it is not as localdns writes it";
	if (!isMemory(value.cluster)) return "what it says of the cluster is not as localdns writes it";
	if (!isObject(value.nodes) || !Object.values(value.nodes).every(isMemory))
		return "what it says of a node is not as localdns writes it";
	return undefined;
}

const isRun = (run: unknown): boolean =>
	isObject(run) &&
	typeof run.run === "string" &&
	[run.at, run.resolutions, run.failed, run.measured].every(isCount) &&
	typeof run.slo === "string" &&
	isVerdict(run.verdict) &&
	typeof run.alarm === "boolean" &&
	isCounts(run.failures) &&
	isObject(run.latency) &&
	isCount(run.latency.failed) &&
	isCounts(run.latency.counts) &&
	isTexts(run.notReady) &&
	isTexts(run.missing) &&
	(run.worst === undefined ||
		(Array.isArray(run.worst) &&
			run.worst.every(
				(each) =>
					isObject(each) &&
					typeof each.node === "string" &&
					isVerdict(each.verdict) &&
					isCount(each.resolutions) &&
					isCount(each.failed),
			)));

const isCounts = (value: unknown): boolean => isObject(value) && Object.values(value).every(isCount);

/** Far beyond what a run asks; an exact test of more would take for ever. */
const mostResolutions = 1e9;

function isStats(values: unknown): boolean {
	if (!Array.isArray(values) || (values.length !== 2 && values.length !== 7)) return false;
	const [total, , bad = 0] = values as unknown[];
	return values.every(isCount) && Number(total) <= mostResolutions && Number(bad) <= Number(total);
}

const isMemory = (memory: unknown): boolean =>
	isObject(memory) &&
	typeof memory.verdicts === "string" &&
	/^[mbu]*$/.test(memory.verdicts) &&
	(memory.alarm === undefined || memory.alarm === true) &&
	typeof memory.slo === "string" &&
	isCount(memory.seen) &&
	Array.isArray(memory.carried) &&
	memory.carried.every((run) => Array.isArray(run) && run.every(isStats));
