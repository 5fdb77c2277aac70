import { describe, expect, it } from "vitest";
import { quantileOfSorted, quantileRank } from "../../src/measure/quantile.ts";

describe("quantileRank", () => {
	it("is the nearest rank, untouched by rounding of the product", () => {
		expect(quantileRank(0.99, 100)).toBe(99);
		expect(quantileRank(0.999, 1000)).toBe(999);
		expect(quantileRank(0.5, 5)).toBe(3);
		expect(quantileRank(0.01, 5)).toBe(1);
	});
});

describe("quantileOfSorted", () => {
	it("gives +Infinity once the rank lies in the failed mass, and not before", () => {
		const latencies = [
			...Array.from({ length: 98 }, (_, i) => i + 1),
			Number.POSITIVE_INFINITY,
			Number.POSITIVE_INFINITY,
		];
		expect(quantileOfSorted(latencies, 0.98)).toBe(98);
		expect(quantileOfSorted(latencies, 0.99)).toBe(Number.POSITIVE_INFINITY);
	});

	it("has no value without values", () => {
		expect(quantileOfSorted([], 0.5)).toBeNaN();
	});
});
