import type { CacheCounters } from "../measure/sample.ts";
import type { NodeCache, RunMark } from "../report/bench-report.ts";

/** What the cache of a node did during a run. */
export interface CacheUse {
	readonly cache: NodeCache;
	readonly marks: readonly RunMark[];
}

type Figure = Exclude<keyof NodeCache, "reason">;

/**
 * The counters of a cache by what they are called now and were called before; a family that has counted nothing is not
 * there at all.
 *
 * Sources: coredns/coredns plugin/cache/metrics.go, plugin/forward/metrics.go, plugin/pkg/proxy/metrics.go (since
 * 1.11.0; before it the failed checks were forward's).
 */
const families: Readonly<Record<Figure, readonly string[]>> = {
	hits: ["coredns_cache_hits_total"],
	misses: ["coredns_cache_misses_total"],
	servedStale: ["coredns_cache_served_stale_total"],
	upstreamChecksFailed: [
		"coredns_proxy_healthcheck_failures_total",
		"coredns_forward_healthcheck_failures_total",
	],
	upstreamsBroken: ["coredns_forward_healthcheck_broken_total"],
};
const figures = Object.keys(families) as Figure[];

/**
 * What was counted between the first reading and the last. It is all that the cache did, whoever asked. Where a counter
 * has fallen the cache was started again, and its new figures count from zero; what it did between the last reading
 * before that and its end is not in them.
 *
 * @param readings in time order
 */
export function cacheUse(node: string, readings: readonly CacheCounters[]): CacheUse {
	const read = readings.flatMap(({ atMs, counters }) => (counters === null ? [] : { atMs, counters }));
	const refusal = readings.findLast(({ counters }) => counters === null)?.reason;
	const [first] = read;
	if (first === undefined) return { cache: unread(refusal ?? "its metrics were not read"), marks: [] };
	if (read.length === 1) {
		const why = refusal === undefined ? "" : `: ${refusal}`;
		return { cache: unread(`its metrics could be read only once${why}`), marks: [] };
	}
	const counted = { hits: 0, misses: 0, servedStale: 0, upstreamChecksFailed: 0, upstreamsBroken: 0 };
	const marks: RunMark[] = [];
	for (const [index, { atMs, counters }] of read.slice(1).entries()) {
		const before = read[index]?.counters ?? {};
		const isNew = figures.some((figure) => sumOf(counters, figure) < sumOf(before, figure));
		for (const figure of figures)
			counted[figure] += sumOf(counters, figure) - (isNew ? 0 : sumOf(before, figure));
		if (!isNew) continue;
		const text = "the cache was started again since its counters were read before; they count from zero";
		marks.push({ atMs: Math.max(0, Math.round(atMs)), node, kind: "cache", text });
	}
	return {
		cache: marks.length === 0 ? counted : { ...counted, reason: "it was started again during the run" },
		marks,
	};
}

const sumOf = (counters: Record<string, number>, figure: Figure): number =>
	families[figure].reduce((sum, name) => sum + (counters[name] ?? 0), 0);

const unread = (reason: string): NodeCache => ({
	hits: null,
	misses: null,
	servedStale: null,
	upstreamChecksFailed: null,
	upstreamsBroken: null,
	reason,
});
