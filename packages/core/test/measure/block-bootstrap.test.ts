import { describe, expect, it } from "vitest";
import { quantileDifferenceBootstrap } from "../../src/measure/block-bootstrap.ts";
import { quantileOfSorted } from "../../src/measure/quantile.ts";
import { createRandom } from "../../src/measure/random.ts";

const blocks = 12;
const perBlock = 25;

function latencies(seed: string, failing: number) {
	const random = createRandom(seed);
	return {
		latencies: Float64Array.from({ length: blocks * perBlock }, () =>
			random.next() < failing ? Number.POSITIVE_INFINITY : 1 + random.exponential(10),
		),
		blockOf: Int32Array.from({ length: blocks * perBlock }, (_, i) => Math.floor(i / perBlock)),
	};
}

type Side = ReturnType<typeof latencies>;

/** The same resamples, each written out and sorted. */
function writtenOut(first: Side, second: Side, q: number) {
	const random = createRandom("draws");
	const differences = Array.from({ length: 400 }, () => {
		const drawn = Array.from({ length: blocks }, () => random.int(blocks));
		const quantile = ({ latencies }: Side) =>
			quantileOfSorted(
				Float64Array.from(
					drawn.flatMap((block) => [...latencies.subarray(block * perBlock, (block + 1) * perBlock)]),
				).sort(),
				q,
			);
		return quantile(first) - quantile(second);
	}).sort((a, b) => a - b);
	return { low: quantileOfSorted(differences, 0.025), high: quantileOfSorted(differences, 0.975) };
}

describe("quantileDifferenceBootstrap", () => {
	it.each([0.5, 0.9, 0.99])("equals resampling written out in full, q = %s", (q) => {
		const [first, second] = [latencies("a", 0), latencies("b", 0)];
		const interval = quantileDifferenceBootstrap(first, second, blocks, q, createRandom("draws"), 400);
		expect(interval).toEqual(writtenOut(first, second, q));
	});

	it("has no finite end where resamples reach into the failed mass", () => {
		const interval = quantileDifferenceBootstrap(
			latencies("a", 0.02),
			latencies("b", 0),
			blocks,
			0.99,
			createRandom("draws"),
			400,
		);
		expect(interval.high).toBe(Number.POSITIVE_INFINITY);
	});

	it("gives the same interval for the same seed", () => {
		const interval = (seed: string) =>
			quantileDifferenceBootstrap(
				latencies("a", 0),
				latencies("b", 0),
				blocks,
				0.99,
				createRandom(seed),
				400,
			);
		expect(interval("one")).toEqual(interval("one"));
	});
});
