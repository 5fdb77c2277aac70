import { LocaldnsError } from "@localdns/core";
import { describe, expect, it } from "vitest";
import { type ClusterBenchFlags, parseClusterBench } from "../src/cluster-bench-settings.ts";

const parse = (flags: Partial<ClusterBenchFlags>) =>
	parseClusterBench({ stub: "glibc", ...flags }, () => 4711);

describe("the flags of bench in a cluster", () => {
	it("measures 15 min at one resolution a second, all three workloads", () => {
		expect(parse({})).toEqual({
			arms: undefined,
			durationMs: 900_000,
			rate: 1,
			workloads: ["hot", "cold", "external"],
			stubProfile: "glibc",
			seed: 4711,
		});
	});

	it("measures 3 min when quick and 60 min when thorough, unless it is told how long", () => {
		expect(parse({ quick: true }).durationMs).toBe(180_000);
		expect(parse({ thorough: true }).durationMs).toBe(3_600_000);
		expect(parse({ thorough: true, duration: "90s" }).durationMs).toBe(90_000);
	});

	it("reads arms, and numbers one that is named again", () => {
		expect(parse({ arms: "direct" }).arms).toEqual([{ name: "direct", way: "direct" }]);
		expect(parse({ arms: "direct, cache,direct" }).arms?.map(({ name }) => name)).toEqual([
			"direct",
			"cache",
			"direct#2",
		]);
	});

	it("keeps the order of the report in workloads", () => {
		expect(parse({ workloads: "cold,hot" }).workloads).toEqual(["hot", "cold"]);
	});

	it.each([
		[{ arms: "direct,resilient" }, "--arms", "resilient"],
		[{ arms: "direct,direct,direct,direct,direct" }, "--arms", "1 to 4 arms"],
		[{ workloads: "hot,fresh" }, "--workloads", "fresh"],
		[{ quick: true, thorough: true }, "--quick", "one of the two"],
		[{ rate: "51" }, "--rate", "51"],
		[{ duration: "90" }, "--duration", "90"],
	] as const)("names flag and reading for %j", (flags, flag, read) => {
		const attempt = () => parse(flags);
		expect(attempt).toThrow(LocaldnsError);
		expect(attempt).toThrow(flag);
		expect(attempt).toThrow(read);
	});
});
