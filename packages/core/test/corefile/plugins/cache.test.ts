import { describe, expect, it } from "vitest";
import { type CacheSettings, cache } from "../../../src/corefile/plugins/cache.ts";

const settings: CacheSettings = {
	success: { capacity: 9984, ttlCapSeconds: 30 },
	denial: { capacity: 4096, ttlCapSeconds: 5, ttlFloorSeconds: 0 },
};

const options = (more: Partial<CacheSettings>) =>
	cache({ ...settings, ...more }).options.map(({ name, args }) => [name, ...args].join(" "));

describe("the cache plugin", () => {
	it("writes a TTL floor only where one is wanted", () => {
		expect(options({})).toEqual(["success 9984 30", "denial 4096 5 0"]);
	});

	it("writes durations as Go reads them", () => {
		expect(options({ prefetch: { amount: 2, gapMs: 90_000, percentage: 25 } })).toContain(
			"prefetch 2 1m30s 25%",
		);
		expect(options({ serveStale: { forMs: 3_600_000, mode: "verify", timeoutMs: 350 } })).toContain(
			"serve_stale 1h verify 350ms",
		);
		expect(options({ serveStale: { forMs: 600_000, mode: "immediate" } })).toContain(
			"serve_stale 10m immediate",
		);
	});

	it("tells no SERVFAIL at all from CoreDNS' own five seconds", () => {
		expect(options({ servfailMs: 0 })).toContain("servfail 0ms");
		expect(options({}).join()).not.toContain("servfail");
	});

	it.each([
		{ servfailMs: 300_001 },
		{ success: { capacity: 0.5, ttlCapSeconds: 30 } },
		{ denial: { capacity: 10, ttlCapSeconds: 0 } },
		{ denial: { capacity: 10, ttlCapSeconds: 5, ttlFloorSeconds: -1 } },
		{ prefetch: { amount: 1, gapMs: 60_000, percentage: 9 } },
		{ prefetch: { amount: 1, gapMs: 60_000, percentage: 91 } },
		{ prefetch: { amount: 1.5, gapMs: 60_000, percentage: 10 } },
	])("refuses %j", (more) => {
		expect(() => cache({ ...settings, ...more })).toThrow(expect.objectContaining({ code: "LDNS405" }));
	});
});
