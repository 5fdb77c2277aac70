import { describe, expect, it } from "vitest";
import { blockTInterval } from "../../src/measure/block-t.ts";

describe("blockTInterval", () => {
	it("does not take arms that failed together throughout for proved equal", () => {
		const { low, high } = blockTInterval(new Array(12).fill(0), new Array(12).fill(75));
		// Wilson's bound for 0 of 900.
		expect(high).toBeCloseTo(0.00425, 5);
		expect(low).toBe(-high);
	});

	it("excludes nothing from one block", () => {
		expect(blockTInterval([3], [100])).toEqual({ low: -1, high: 1 });
	});
});
