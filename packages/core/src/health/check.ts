import { type AlarmRule, isAlarmed, longestAlarm } from "./alarm.ts";
import { boundHistory, type HistoryBounds } from "./bound-history.ts";
import {
	type HealthHistory,
	type HistoryRun,
	memoryOf,
	type ScopeMemory,
	type WorstNode,
} from "./history.ts";
import type { HealthVerdict } from "./judge-objective.ts";
import { type CarriedJudgement, judgeScope } from "./judge-run.ts";
import { type BucketQuantile, quantileOfBuckets } from "./latency-buckets.ts";
import { packStats, unpackCarried } from "./packed-stats.ts";
import type { RunCounts, ScopeCounts } from "./run-counts.ts";
import { formatSlo, type Slo } from "./slo.ts";

/** By what a run is judged. */
export interface CheckSettings {
	readonly slo: Slo;
	readonly alarm: AlarmRule;
	/** Runs that are judged together where one alone leaves it open. @default 5 */
	readonly window?: number;
	readonly bounds?: HistoryBounds;
}

/** What is known of a run besides its counts. */
export interface CheckedRun {
	readonly run: string;
	/** s since 1970. */
	readonly at: number;
	/** Nodes that were not asked because they are not Ready: named, and no reason for an alarm. */
	readonly notReady: readonly string[];
	/** Ready nodes whose probe told nothing that counts, with the reason. */
	readonly missing: readonly { readonly node: string; readonly reason: string }[];
}

/** Of the cluster, or of one node. */
export interface ScopeResult {
	readonly verdict: HealthVerdict;
	readonly alarm: boolean;
	/** `raised` and `cleared`: it was not so after the run before. */
	readonly change?: "raised" | "cleared";
	readonly resolutions: number;
	readonly failed: number;
	readonly objectives: readonly CarriedJudgement[];
	readonly latencyMs: { readonly p50: BucketQuantile; readonly p99: BucketQuantile };
}

/** Of one node. */
export interface NodeResult extends ScopeResult {
	readonly node: string;
}

/** A Ready node whose probe told nothing that counts. */
export interface MissingNode {
	readonly node: string;
	readonly reason: string;
	/** As the last run that measured it has left it: what could not be asked is neither news nor over. */
	readonly alarm: boolean;
}

/** What came of a run. */
export interface CheckResult {
	/** The cluster as a whole. */
	readonly pooled: ScopeResult;
	/** Worst first. */
	readonly nodes: readonly NodeResult[];
	readonly missing: readonly MissingNode[];
	/** Breach where the whole or any node is; met where the whole is and no node breaches. */
	readonly verdict: HealthVerdict;
	/** Of the whole or of any node. */
	readonly alarm: boolean;
	/** For the next run. */
	readonly history: HealthHistory;
}

const letters: Readonly<Record<HealthVerdict, string>> = { met: "m", breach: "b", unproven: "u" };
const verdicts: Readonly<Record<string, HealthVerdict>> = { m: "met", b: "breach", u: "unproven" };
const mostNames = 10;
const worstNodes = 5;

/** Verdicts that a memory holds, oldest first. */
export const verdictsOf = ({ verdicts: text }: ScopeMemory): HealthVerdict[] =>
	[...text].map((letter) => verdicts[letter] ?? "unproven");

/** Judges a run in the light of those before it, and remembers it. */
export function checkRun(
	counts: RunCounts,
	run: CheckedRun,
	before: HealthHistory,
	settings: CheckSettings,
): CheckResult {
	const { slo } = settings;
	const judge = (scope: ScopeCounts, memory: ScopeMemory, comparisons: number) =>
		judged(scope, memory, run, settings, comparisons);
	const whole = judge(counts, before.cluster, 1);
	const nodes = [...counts.nodes].map(([node, scope]) => ({
		node,
		...judge(scope, memoryOf(before, node), counts.nodes.size),
	}));
	const results = nodes.map(({ node, result }): NodeResult => ({ node, ...result })).sort(byTrouble);
	const isBreach = whole.result.verdict === "breach" || results.some(({ verdict }) => verdict === "breach");
	const verdict = isBreach ? "breach" : whole.result.verdict;
	const missing = run.missing.map(
		(each): MissingNode => ({ ...each, alarm: memoryOf(before, each.node).alarm === true }),
	);
	// A node that is not Ready is quiet, whatever it was before.
	const alarm = [whole.result, ...results, ...missing].some((each) => each.alarm);
	const kept = new Set([...run.missing.map(({ node }) => node), ...run.notReady]);
	const entry: HistoryRun = {
		run: run.run,
		at: run.at,
		slo: formatSlo(slo),
		verdict,
		alarm,
		resolutions: whole.result.resolutions,
		failed: whole.result.failed,
		failures: counts.failures,
		latency: counts.latency,
		measured: counts.nodes.size,
		...namesIn("notReady", run.notReady),
		...namesIn(
			"missing",
			run.missing.map(({ node }) => node),
		),
		...worstIn(results),
	};
	const memories = Object.fromEntries(nodes.map(({ node, memory }) => [node, memory]));
	const history: HealthHistory = {
		...before,
		runs: [...before.runs, entry],
		// Whoever is no longer in the cluster is forgotten.
		nodes: {
			...Object.fromEntries(Object.entries(before.nodes).filter(([node]) => kept.has(node))),
			...memories,
		},
		cluster: whole.memory,
	};
	return {
		pooled: whole.result,
		nodes: results,
		missing,
		verdict,
		alarm,
		history: boundHistory(history, settings.bounds),
	};
}

function judged(
	counts: ScopeCounts,
	memory: ScopeMemory,
	{ at }: CheckedRun,
	{ slo, alarm: rule, window = 5 }: CheckSettings,
	comparisons: number,
): { readonly result: ScopeResult; readonly memory: ScopeMemory } {
	const text = formatSlo(slo);
	// Counts that were made for other limits say nothing of these, and neither do verdicts.
	const former = memory.slo === text ? memory : { ...memory, verdicts: "", carried: [] };
	const carried = unpackCarried(former.carried, slo.length);
	const {
		verdict,
		objectives,
		carried: next,
	} = judgeScope(counts.stats, carried, slo, { window, comparisons });
	const all = `${former.verdicts}${letters[verdict]}`.slice(-longestAlarm);
	const was = former.alarm === true;
	const alarm = isAlarmed(verdictsOf({ ...former, verdicts: all }), rule, was);
	const p = (q: number) => quantileOfBuckets(counts.latency, q);
	return {
		result: {
			verdict,
			alarm,
			...(alarm === was ? {} : { change: alarm ? "raised" : "cleared" }),
			resolutions: counts.stats[0]?.total ?? 0,
			failed: counts.latency.failed,
			objectives,
			latencyMs: { p50: p(0.5), p99: p(0.99) },
		},
		memory: {
			verdicts: all,
			...(alarm ? { alarm: true } : {}),
			slo: text,
			carried: next.map(packStats),
			seen: at,
		},
	};
}

const order: Readonly<Record<HealthVerdict, number>> = { breach: 0, unproven: 1, met: 2 };

function byTrouble(a: NodeResult, b: NodeResult): number {
	const share = ({ failed, resolutions }: NodeResult): number => failed / Math.max(1, resolutions);
	return (
		order[a.verdict] - order[b.verdict] ||
		share(b) - share(a) ||
		(a.node < b.node ? -1 : a.node > b.node ? 1 : 0)
	);
}

const namesIn = (key: "notReady" | "missing", names: readonly string[]): Partial<HistoryRun> =>
	names.length === 0 ? {} : { [key]: names.slice(0, mostNames) };

function worstIn(results: readonly NodeResult[]): { readonly worst?: readonly WorstNode[] } {
	const worst = results
		.filter(
			({ verdict, failed, objectives }) =>
				verdict !== "met" && (failed > 0 || objectives.some(({ bad }) => bad > 0)),
		)
		.slice(0, worstNodes)
		.map(({ node, verdict, resolutions, failed }) => ({ node, verdict, resolutions, failed }));
	return worst.length === 0 ? {} : { worst };
}
