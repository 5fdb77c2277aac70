import { describe, expect, it } from "vitest";
import { chooseBlocks } from "../../src/measure/block-length.ts";
import { sumPerBlock } from "../../src/measure/blocks.ts";
import { measureDifference } from "../../src/measure/difference.ts";
import { testEndpoints } from "../../src/measure/endpoint-tests.ts";
import { countEpisodes } from "../../src/measure/episodes.ts";
import type { Pairs } from "../../src/measure/pairs.ts";
import { quantileOfSorted } from "../../src/measure/quantile.ts";
import { estimateQuantile } from "../../src/measure/quantile-estimate.ts";
import { rateDifferenceInterval } from "../../src/measure/rate-difference.ts";
import { rateInterval } from "../../src/measure/rate-interval.ts";
import type { Interval } from "../../src/report/bench-report.ts";
import {
	clusterShape,
	describedArm,
	labShape,
	simulatePairs,
	trueRate,
	type World,
} from "./simulated-pairs.ts";

const seeds = 1_000;

/** How often an interval held the truth, and its mean width over that of an ideal one (3.92 σ of the estimate). */
class Record {
	#held = 0;
	#width = 0;
	#estimates: number[] = [];
	readonly methods = new Set<string>();
	readonly #truth: number;

	constructor(truth: number) {
		this.#truth = truth;
	}

	add({ estimate, low, high, method }: Interval) {
		if (low <= this.#truth && this.#truth <= high) this.#held++;
		this.#width += high - low;
		this.#estimates.push(estimate);
		this.methods.add(method);
	}

	toString() {
		const width = this.relativeWidth.toFixed(2);
		return `${[...this.methods].join(", ")}: coverage ${(100 * this.coverage).toFixed(1)} %, width ${width} × ideal`;
	}

	get coverage() {
		return this.#held / this.#estimates.length;
	}

	get relativeWidth() {
		const n = this.#estimates.length;
		const mean = this.#estimates.reduce((sum, x) => sum + x, 0) / n;
		const variance = this.#estimates.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
		return this.#width / n / (3.92 * Math.sqrt(variance));
	}
}

function describeBaseline(pairs: Pairs, durationMs: number) {
	const { times, nodes, baseline } = pairs;
	const flags = Uint8Array.from(baseline, (latency) => Number(latency === Number.POSITIVE_INFINITY));
	const blocks = chooseBlocks({ times, nodes, flags }, { durationMs, blackouts: [] });
	return {
		rate: rateInterval({ failed: sumPerBlock(blocks, flags), total: sumPerBlock(blocks) }),
		p99: estimateQuantile(
			{ latencies: baseline, sorted: baseline.toSorted(), blocks },
			0.99,
			Float64Array.of(0.2),
		),
	};
}

function play(world: World, name: string, each: (pairs: Pairs) => void) {
	for (let seed = 0; seed < seeds; seed++) each(simulatePairs(world, `${name}/${seed}`));
}

function rates(world: World, name: string) {
	const rate = new Record(trueRate(world.baseline, world.shared));
	const delta = new Record(trueRate(world.arm, world.shared) - trueRate(world.baseline, world.shared));
	let episodes = 0;
	play(world, name, (pairs) => {
		const { durationMs } = world;
		const tests = testEndpoints(pairs, { durationMs, blackouts: [] });
		rate.add(describeBaseline(pairs, durationMs).rate);
		delta.add(rateDifferenceInterval(tests.arm, tests.baseline));
		const failures = pairs.times.filter((_, i) => pairs.baseline[i] === Number.POSITIVE_INFINITY);
		episodes += countEpisodes(failures, 5_000) / seeds;
	});
	return { rate, delta, episodes };
}

describe("the intervals of failure rates", { timeout: 120_000 }, () => {
	it("hold the truth in at least 93 % of runs and are near the ideal width, losses independent", async ({
		annotate,
	}) => {
		const world = { ...labShape, baseline: { loss: 0.1 }, arm: { loss: 0.02 } };
		const { rate, delta } = rates(world, "independent");
		expect(rate.methods).toContain("wilson");
		expect(delta.methods).toContain("newcombe");
		for (const record of [rate, delta]) {
			await annotate(String(record));
			expect(record.coverage).toBeGreaterThanOrEqual(0.93);
			expect(record.relativeWidth).toBeLessThan(1.5);
		}
	});

	it.for([
		[
			"on each node for itself",
			{ ...clusterShape, baseline: { share: 0.02 }, arm: { share: 0.001 }, perNode: true },
		],
		[
			"of one arm in the lab",
			{ ...labShape, rate: 5, durationMs: 600_000, baseline: { share: 0.1 }, arm: { share: 0.02 } },
		],
		[
			"that both arms share",
			{ ...clusterShape, baseline: { loss: 0.005 }, arm: {}, shared: { share: 0.06 } },
		],
	] as const)(
		"hold it in at least 85 of a hundred runs with 20 episodes or more, stalls %s",
		async ([name, world], { annotate }) => {
			const { rate, delta, episodes } = rates(world, name);
			expect(episodes).toBeGreaterThanOrEqual(20);
			expect(rate.methods).toContain("block-wilson");
			expect(delta.methods).toContain("block-t");
			for (const record of [rate, delta]) {
				await annotate(String(record));
				expect(record.coverage).toBeGreaterThanOrEqual(0.85);
				expect(record.relativeWidth).toBeLessThan(1.5);
			}
		},
	);

	it("hold it far less often around one episode in a run, which is why the report says so", async ({
		annotate,
	}) => {
		const world = { ...clusterShape, baseline: { share: 0.002 }, arm: {} };
		const { rate, episodes } = rates(world, "few episodes");
		await annotate(`${episodes.toFixed(1)} episodes a run: ${rate}`);
		expect(rate.coverage).toBeLessThan(0.85);
	});
});

describe("the intervals of latencies", { timeout: 120_000 }, () => {
	it("hold the true p99, its difference and the typical ratio in at least 93 % of runs", async ({
		annotate,
	}) => {
		const world = { ...labShape, baseline: { loss: 0.004 }, arm: { loss: 0.004 } };
		const long = simulatePairs({ ...world, durationMs: 40_000_000 }, "truth");
		const p99 = quantileOfSorted(long.baseline.toSorted(), 0.99);
		let p99Held = 0;
		const difference = new Record(0);
		const ratio = new Record(1);
		play(world, "latencies", (pairs) => {
			const { figures } = measureDifference(pairs, {
				arm: describedArm("b", pairs.arm),
				baseline: describedArm("a", pairs.baseline),
				durationMs: world.durationMs,
				deadlineMs: 5_000,
				blackouts: [],
				seed: "latencies",
			});
			const { low, high } = describeBaseline(pairs, world.durationMs).p99;
			if ((low ?? 0) <= p99 && p99 <= (high ?? Number.POSITIVE_INFINITY)) p99Held++;
			if (figures.p99.deltaMs !== null) difference.add(figures.p99.deltaMs);
			if (figures.typicalRatio !== null) ratio.add(figures.typicalRatio);
		});
		await annotate(`order-statistic p99: coverage ${((100 * p99Held) / seeds).toFixed(1)} %`);
		await annotate(String(difference));
		await annotate(String(ratio));
		expect(p99Held / seeds).toBeGreaterThanOrEqual(0.93);
		expect(difference.coverage).toBeGreaterThanOrEqual(0.93);
		expect(ratio.coverage).toBeGreaterThanOrEqual(0.93);
		expect(difference.relativeWidth).toBeLessThan(1.5);
		expect(ratio.relativeWidth).toBeLessThan(1.5);
	});
});
