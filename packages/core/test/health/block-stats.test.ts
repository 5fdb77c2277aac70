import { describe, expect, it } from "vitest";
import { addStats, designEffectOf, statsOf } from "../../src/health/block-stats.ts";
import { packStats, unpackStats } from "../../src/health/packed-stats.ts";
import { createRandom } from "../../src/measure/random.ts";
import { dispersionOf } from "../../src/measure/rate-interval.ts";

const draw = (seed: number, blocks: number) => {
	const random = createRandom(seed);
	const total = Array.from({ length: blocks }, () => 20 + random.int(40));
	const bad = total.map((size) => (random.next() < 0.2 ? random.int(size) : 0));
	return { failed: bad, total };
};

describe("sums over blocks", () => {
	it("give the design effect of the blocks themselves", () => {
		for (let seed = 0; seed < 50; seed++) {
			const counts = draw(seed, 24);
			const { designEffect } = dispersionOf(counts);
			expect(designEffectOf(statsOf(counts.failed, counts.total))).toBeCloseTo(designEffect, 9);
		}
	});

	it("add up to what the runs would have been as one", () => {
		const [a, b] = [draw(1, 24), draw(2, 24)];
		const together = statsOf([...a.failed, ...b.failed], [...a.total, ...b.total]);
		const sum = addStats(statsOf(a.failed, a.total), statsOf(b.failed, b.total));
		for (const key of Object.keys(sum) as (keyof typeof sum)[])
			expect(sum[key]).toBeCloseTo(together[key], 6);
	});

	it("say nothing of a block in which nothing was asked", () => {
		expect(statsOf([0, 1], [0, 5])).toEqual(statsOf([1], [5]));
	});

	it("come back from the short form, to three digits", () => {
		const stats = [statsOf([1, 0, 3], [20, 21, 22]), statsOf([0, 0, 0], [20, 21, 22])];
		const back = unpackStats(packStats(stats), 2) ?? [];
		expect(back[1]).toEqual(stats[1]);
		expect(back[0]?.badSquaredPerTotal).toBeCloseTo(stats[0]?.badSquaredPerTotal ?? 0, 3);
		expect(packStats([stats[1] as never])).toEqual([[63, 3]]);
		expect(unpackStats([[63, 3]], 2)?.map(({ total, blocks, bad }) => [total, blocks, bad])).toEqual([
			[63, 3, 0],
			[63, 3, 0],
		]);
		expect(unpackStats(packStats(stats), 3)).toBeUndefined();
	});
});
