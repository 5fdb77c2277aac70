import { createHistogram } from "node:perf_hooks";
import type { Bench } from "tinybench";
import { quantileDifferenceBootstrap } from "../src/measure/block-bootstrap.ts";
import { testEndpoints } from "../src/measure/endpoint-tests.ts";
import { hodgesLehmann } from "../src/measure/hodges-lehmann.ts";
import { quantileRankInterval } from "../src/measure/order-statistic.ts";
import type { Pairs } from "../src/measure/pairs.ts";
import { quantileOfSorted } from "../src/measure/quantile.ts";
import { createRandom } from "../src/measure/random.ts";
import { signFlip } from "../src/measure/sign-flip.ts";

const count = 100_000;
const durationMs = 900_000;

/** 10⁵ pairs over 15 min, 2 % of them failed in the baseline. */
function pairs(): Pairs {
	const random = createRandom("bench");
	const column = (loss: number) =>
		Float64Array.from({ length: count }, () =>
			random.next() < loss ? Number.POSITIVE_INFINITY : 40 + random.exponential(5),
		);
	return {
		times: Float64Array.from({ length: count }, (_, i) => (i * durationMs) / count),
		nodes: Int32Array.from({ length: count }, (_, i) => i % 8),
		baseline: column(0.02),
		arm: column(0.001),
	};
}

/** Micro-benchmarks of the statistics on 10⁵ resolutions, beside Node's own histogram where it does the like. */
export function addStatisticsTasks(bench: Bench): void {
	const data = pairs();
	const { blocks } = testEndpoints(data, { durationMs, blackouts: [] });
	const finite = data.arm.map((latency) => Math.min(latency, 5_000));
	const ratios = data.arm
		.map((latency, i) => Math.log(latency / (data.baseline[i] as number)))
		.filter(Number.isFinite);
	const differences = Int32Array.from({ length: blocks.count }, (_, b) => ((b * 7919) % 11) - 6);

	bench
		.add("p50 p90 p99 of 100k latencies: sorted, exact, failures at +∞", () => {
			const sorted = data.arm.toSorted();
			for (const q of [0.5, 0.9, 0.99]) quantileOfSorted(sorted, q);
		})
		.add("p50 p90 p99 of 100k latencies: node:perf_hooks histogram, rounded, no +∞", () => {
			const histogram = createHistogram({ figures: 3 });
			for (const latency of finite) histogram.record(Math.round(latency * 1000));
			for (const q of [50, 90, 99]) histogram.percentile(q);
		})
		.add("order-statistic interval of the p99 of 100k", () => {
			quantileRankInterval(0.99, count);
		})
		.add("both endpoint tests on 100k pairs, blocks included", () => {
			testEndpoints(data, { durationMs, blackouts: [] });
		})
		.add(`exact sign-flip over ${blocks.count} blocks`, () => {
			signFlip(differences);
		})
		.add("Hodges–Lehmann of 100k log ratios", () => {
			hodgesLehmann(ratios);
		})
		.add("block bootstrap of the p99 difference, 2,000 resamples of 100k", () => {
			const side = (latencies: Float64Array) => ({ latencies, blockOf: blocks.of });
			quantileDifferenceBootstrap(
				side(data.arm),
				side(data.baseline),
				blocks.count,
				0.99,
				createRandom("bootstrap"),
			);
		});
}
