import { describe, expect, it } from "vitest";
import { compareNames } from "../../src/measure/compare-names.ts";
import type { Sample, Workload } from "../../src/measure/sample.ts";
import { type StoredRun, storeRun } from "../../src/report/stored-run.ts";
import { syntheticRun } from "../report/synthetic-run.ts";

/** A run of these arms, each of which asks for these names. */
function asking(workload: Workload, names: Readonly<Record<string, readonly string[]>>): StoredRun {
	const run = syntheticRun({ arms: Object.keys(names), durationMs: 1000 });
	const [some] = run.samples as [Sample];
	const samples = Object.entries(names).flatMap(([arm, list]) =>
		list.map((name) => ({ ...some, workload, arm, name })),
	);
	const state = [{ sinceMs: null, addresses: ["10.43.0.7"] }];
	return storeRun({ ...run, truth: { "web.shop.svc.cluster.local.": state }, samples });
}

describe("compareNames", () => {
	it("takes the forms of a Service for one name", () => {
		const before = asking("hot", { direct: ["web.shop", "web.shop.svc.cluster.local."] });
		const after = asking("hot", { direct: ["web.shop.svc.cluster.local", "WEB.shop."] });
		expect(compareNames(before, after, "hot", [["direct", "direct"]])).toMatchObject({
			onlyBefore: [],
			onlyAfter: ["web.shop"],
		});
		const same = asking("hot", { direct: ["web.shop.svc.cluster.local"] });
		expect(compareNames(before, same, "hot", [["direct", "direct"]])).toBeUndefined();
	});

	it("knows a Service by the other run where one cannot say what it was worth", () => {
		const run = asking("hot", { direct: ["web.shop", "web.shop.svc.cluster.local."] });
		const unsure = { ...run, truth: {} };
		const pairs = [["direct", "direct"]] as const;
		expect(compareNames(run, unsure, "hot", pairs)).toBeUndefined();
		expect(compareNames(unsure, run, "hot", pairs)).toBeUndefined();
		expect(compareNames(unsure, unsure, "hot", pairs)).toBeUndefined();
	});

	it("expects other external names of an arm in another place, and the same ones in the same", () => {
		const before = asking("external", { direct: ["a.example"] });
		const after = asking("external", { direct: ["a.example"], cache: ["b.example"] });
		const pairs = [
			["direct", "direct"],
			["direct", "cache"],
		] as const;
		expect(compareNames(before, after, "external", pairs)).toBeUndefined();
		const other = asking("external", { direct: ["a.example"], resilient: ["c.example"] });
		expect(compareNames(other, after, "external", [["resilient", "cache"]])).toMatchObject({
			common: 0,
			onlyBefore: ["c.example"],
			onlyAfter: ["b.example"],
		});
	});

	it("says nothing of cold names, nor of lists that never come round", () => {
		const one = asking("cold", { direct: ["a.example."] });
		const two = asking("cold", { direct: ["b.example."] });
		expect(compareNames(one, two, "cold", [["direct", "direct"]])).toBeUndefined();
		const each = Array.from({ length: 10_001 }, (_, index) => `n${index}.example`);
		const long = asking("external", { direct: each });
		expect(
			compareNames(long, asking("external", { direct: ["b.example"] }), "external", [["direct", "direct"]]),
		).toBeUndefined();
	});

	it("writes three names out and counts the others", () => {
		const before = asking("external", {
			direct: ["e.example", "d.example", "c.example", "b.example", "a.example"],
		});
		const after = asking("external", { direct: ["a.example"] });
		expect(compareNames(before, after, "external", [["direct", "direct"]])?.finding).toBe(
			"The runs did not ask quite the same external names: 1 in common; only in the first: b.example, c.example, d.example and 1 more; only in the second: none.",
		);
	});
});
