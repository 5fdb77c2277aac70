import { describe, expect, it } from "vitest";
import { cacheUse } from "../../src/cluster/index.ts";

const hits = "coredns_cache_hits_total";
const misses = "coredns_cache_misses_total";
const stale = "coredns_cache_served_stale_total";
const failed = "coredns_proxy_healthcheck_failures_total";
const failedBefore = "coredns_forward_healthcheck_failures_total";
const broken = "coredns_forward_healthcheck_broken_total";

describe("what the cache of a node did during a run", () => {
	it("is the difference of its counters, and nothing of a family that has counted nothing", () => {
		const use = cacheUse("edge", [
			{ atMs: 0, counters: { [hits]: 1000, [misses]: 100 } },
			{ atMs: 60_000, counters: { [hits]: 1900, [misses]: 150, [failed]: 7, [broken]: 1, go_goroutines: 3 } },
		]);
		expect(use).toEqual({
			cache: { hits: 900, misses: 50, servedStale: 0, upstreamChecksFailed: 7, upstreamsBroken: 1 },
			marks: [],
		});
	});

	it("knows the failed checks by their name before CoreDNS 1.11", () => {
		const { cache } = cacheUse("edge", [
			{ atMs: 0, counters: { [failedBefore]: 2 } },
			{ atMs: 1000, counters: { [failedBefore]: 5 } },
		]);
		expect(cache.upstreamChecksFailed).toBe(3);
	});

	it("counts from zero after a restart, and marks it", () => {
		const { cache, marks } = cacheUse("edge", [
			{ atMs: 2, counters: { [hits]: 5000, [misses]: 10, [stale]: 4 } },
			{ atMs: 900_010.4, counters: { [hits]: 300, [misses]: 40 } },
		]);
		expect(cache).toEqual({
			...{ hits: 300, misses: 40, servedStale: 0, upstreamChecksFailed: 0, upstreamsBroken: 0 },
			reason: "it was started again during the run",
		});
		expect(marks).toMatchObject([{ atMs: 900_010, node: "edge", kind: "cache" }]);
	});

	it("is unknown, and says why, where the metrics were not read, or once only", () => {
		const reason = "connect ECONNREFUSED 192.0.2.7:9253";
		const unread = { atMs: 0, counters: null, reason };
		expect(cacheUse("edge", [unread, { ...unread, atMs: 9 }]).cache).toMatchObject({ hits: null, reason });
		expect(cacheUse("edge", []).cache.reason).toBe("its metrics were not read");
		expect(cacheUse("edge", [{ atMs: 0, counters: { [hits]: 1 } }, unread]).cache).toMatchObject({
			hits: null,
			reason: `its metrics could be read only once: ${reason}`,
		});
	});
});
