import { describe, expect, it } from "vitest";
import { statsOf } from "../../src/health/block-stats.ts";
import { judgeObjective } from "../../src/health/judge-objective.ts";
import { quantileRankInterval } from "../../src/measure/order-statistic.ts";

/** Scattered: as even as whole numbers allow. */
function even(bad: number, total: number, blocks = 24) {
	const part = (sum: number, b: number) =>
		Math.floor(((b + 1) * sum) / blocks) - Math.floor((b * sum) / blocks);
	return statsOf(
		Array.from({ length: blocks }, (_, b) => part(bad, b)),
		Array.from({ length: blocks }, (_, b) => part(total, b)),
	);
}
const failures = { name: "failures", share: 0.005 };
const p99 = { name: "p99", share: 0.01, limitMs: 50 };

describe("a rate held against its promise", () => {
	it("is met when Wilson's upper end is below it, breached when the lower one is above", () => {
		// measurement.md 3.7: 60 of 3,000 is 1.557–2.566 %, 3 of 3,000 is 0.034–0.294 %.
		const breach = judgeObjective(even(60, 3000), failures);
		expect(breach).toMatchObject({ verdict: "breach", method: "wilson", bad: 60, total: 3000 });
		expect(breach.share.low).toBeCloseTo(0.01557, 5);
		expect(breach.share.high).toBeCloseTo(0.02566, 5);
		expect(judgeObjective(even(3, 3000), failures).verdict).toBe("met");
		expect(judgeObjective(even(15, 3000), failures).verdict).toBe("unproven");
	});

	it("takes 765 resolutions without a failure to be met at 0.5 %", () => {
		expect(judgeObjective(even(0, 764), failures).verdict).toBe("unproven");
		expect(judgeObjective(even(0, 765), failures).verdict).toBe("met");
	});

	it("tells less from one burst than from as many scattered failures", () => {
		const total = Array.from({ length: 24 }, () => 125);
		const burst = statsOf([60, ...Array.from({ length: 23 }, () => 0)], total);
		expect(judgeObjective(burst, failures)).toMatchObject({ verdict: "unproven", method: "block-wilson" });
	});

	it("is no breach on two failures, which Wilson's lower end alone would make of it", () => {
		const two = judgeObjective(even(2, 60), failures);
		expect(two.share.low).toBeGreaterThan(0.005);
		expect(two.verdict).toBe("unproven");
		expect(judgeObjective(even(4, 60), failures).verdict).toBe("breach");
		expect(judgeObjective(even(4, 60), failures, 1000).verdict).toBe("unproven");
	});

	it("says nothing without data", () => {
		expect(judgeObjective(even(0, 0), failures).verdict).toBe("unproven");
	});
});

describe("a quantile held against its limit", () => {
	it("goes by the ranks of its order-statistic interval", () => {
		const total = 1000;
		// p99 of 1,000 has ranks 983–997: within when the 997th is, beyond when the 983rd is.
		expect(quantileRankInterval(0.99, total)).toEqual({ low: 983, high: 997 });
		const verdict = (beyond: number) => judgeObjective(even(beyond, total), p99).verdict;
		expect([verdict(3), verdict(4), verdict(17), verdict(18)]).toEqual([
			"met",
			"unproven",
			"unproven",
			"breach",
		]);
	});

	it("is open where no rank is far enough out", () => {
		expect(judgeObjective(even(0, 300), p99).verdict).toBe("unproven");
	});
});
