import { describe, expect, it } from "vitest";
import { checkRun } from "../../src/health/check.ts";
import { emptyHistory } from "../../src/health/history.ts";
import { checkAll, countsFor, runNumber, settings, slo } from "./sample-check.ts";

const calm = () => countsFor({ near: 0, far: 0 });
const broken = () => countsFor({ near: 0, far: 0.6 });

describe("a run judged in the light of those before", () => {
	it("is met where all is well, and a node that alone cannot tell is carried on until it can", () => {
		const results = checkAll([calm(), calm(), calm()]);
		expect(results.map(({ verdict }) => verdict)).toEqual(["met", "met", "met"]);
		expect(results.map(({ nodes }) => nodes.map(({ node, verdict }) => `${node} ${verdict}`))).toEqual([
			["far unproven", "near unproven"],
			["far met", "near met"],
			["far unproven", "near unproven"],
		]);
		expect(results[1]?.nodes[0]?.objectives[0]).toMatchObject({
			runs: 2,
			total: 800,
			own: { bad: 0, total: 400 },
		});
	});

	it("raises an alarm with the third breach among five, tells it once, and clears it with enough runs that are met", () => {
		const runs = [calm(), broken(), broken(), calm(), broken(), broken(), ...Array.from({ length: 5 }, calm)];
		const results = checkAll(runs);
		expect(results.map(({ alarm }) => Number(alarm)).join("")).toBe("00001111000".slice(0, 11));
		expect(results.map(({ pooled }) => pooled.change ?? "-").join(" ")).toBe(
			"- - - - raised - - - cleared - -",
		);
		expect(results.at(-1)?.history.cluster.alarm).toBeUndefined();
	});

	it("puts the node in trouble first, and blames no other", () => {
		const [result] = checkAll([broken()]);
		expect(result?.nodes.map(({ node, verdict }) => `${node} ${verdict}`)).toEqual([
			"far breach",
			"near unproven",
		]);
		expect(result?.history.runs[0]?.worst).toEqual([
			{ node: "far", verdict: "breach", resolutions: 400, failed: 240 },
		]);
	});

	it("is a breach of the quantile alone where all is answered, but late", () => {
		const [result] = checkAll([countsFor({ near: 0 }, 400, 80)]);
		expect(result?.pooled.objectives.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
			"failures unproven",
			"p99 breach",
		]);
		expect(result?.pooled.latencyMs.p99.estimate).toBeGreaterThan(75);
		expect(result?.pooled.latencyMs.p99.estimate).toBeLessThan(88);
	});

	it("does not make one bad run a breach of the runs after it", () => {
		const one = countsFor({ only: 0.1 }, 100);
		const fine = () => countsFor({ only: 0 }, 100);
		expect(checkAll([one, fine(), fine(), fine()]).map(({ verdict }) => verdict)).toEqual([
			"breach",
			"unproven",
			"unproven",
			"unproven",
		]);
	});

	it("forgets counts and verdicts that were made for another SLO", () => {
		const { history } = checkAll([broken(), broken()]).at(-1) ?? { history: emptyHistory };
		const strict = { ...settings, slo: [{ name: "failures", share: 0.001 }] };
		const after = checkRun(countsFor({ near: 0, far: 0.6 }), runNumber(9), history, strict);
		expect(after.history.nodes.far?.verdicts).toBe("b");
		expect(after.alarm).toBe(false);
	});
});

describe("nodes that come and go", () => {
	it("have their alarm kept while they cannot be asked, are quiet while not Ready, and forgotten when gone", () => {
		const { history } = checkAll([broken(), broken(), broken()]).at(-1) ?? { history: emptyHistory };
		expect(history.nodes.far?.alarm).toBe(true);
		const near = Array.from({ length: 4 }, () => countsFor({ near: 0 }, 2000));
		const after = (run: Partial<ReturnType<typeof runNumber>>) => {
			let before = history;
			let alarm = true;
			for (const [index, counts] of near.entries()) {
				const result = checkRun(counts, { ...runNumber(10 + index), ...run }, before, settings);
				[before, alarm] = [result.history, result.alarm];
			}
			return { alarm, knows: "far" in before.nodes };
		};
		expect(after({ missing: [{ node: "far", reason: "evicted" }] })).toEqual({ alarm: true, knows: true });
		expect(after({ notReady: ["far"] })).toEqual({ alarm: false, knows: true });
		expect(after({})).toEqual({ alarm: false, knows: false });
	});

	it("may have names that objects have by birth", () => {
		const [result] = checkAll([countsFor({ constructor: 0.6, __proto__x: 0 })]);
		const verdicts = Object.entries(result?.history.nodes ?? {}).map(
			([node, each]) => `${node} ${each.verdicts}`,
		);
		expect(verdicts).toContain("constructor b");
	});
});

it("an SLO of one promise is judged by that alone", () => {
	const [first] = slo;
	const result = checkRun(
		{ ...countsFor({ near: 0 }, 2000), stats: [countsFor({ near: 0 }, 2000).stats[0] as never] },
		runNumber(0),
		emptyHistory,
		{ ...settings, slo: [first as never] },
	);
	expect(result.pooled.verdict).toBe("met");
});
