import type { RunSide, Shift } from "../report/bench-comparison.ts";
import type { ArmResult, Interval, QuantileEstimate } from "../report/bench-report.ts";
import { chooseBlocks } from "./block-length.ts";
import { blockPermutation } from "./block-permutation.ts";
import { formBlocks, sumPerBlock } from "./blocks.ts";
import { fisherExact } from "./fisher.ts";
import { newcombeInterval } from "./newcombe.ts";
import { quantileOfSorted } from "./quantile.ts";
import type { Random } from "./random.ts";
import type { BlockCounts } from "./rate-interval.ts";
import type { Resolutions } from "./resolutions.ts";

/** One arm of one run with what it was measured from. */
export interface MeasuredSide {
	result: ArmResult;
	resolutions: Resolutions;
	durationMs: number;
	blackouts: readonly { startMs: number; durationMs: number }[];
}

const sideOf = ({ arm, resolutions, failed, failureRate, latencyMs, episodes }: ArmResult): RunSide => ({
	arm,
	resolutions,
	failed,
	failureRate,
	p50: latencyMs.p50,
	p99: latencyMs.p99,
	episodes,
});

/** Difference of two independent estimates from the interval of each, in Newcombe's way. */
export function combine(after: Interval, before: Interval, method: string): Interval {
	const bounds = newcombeInterval({ ...after, rate: after.estimate }, { ...before, rate: before.estimate });
	return { estimate: after.estimate - before.estimate, ...bounds, method };
}

function quantileShift(after: QuantileEstimate, before: QuantileEstimate): Interval | null {
	const bounded = ({ estimate, low, high }: QuantileEstimate): Interval | null =>
		estimate === null || low === null || high === null
			? null
			: { estimate, low, high, method: "order-statistic" };
	const [one, two] = [bounded(after), bounded(before)];
	return one === null || two === null ? null : combine(one, two, "order-statistic-newcombe");
}

/** Resolutions at or beyond the p99 of both runs together, failures among them. */
const eventsOf = ({ resolutions: { times, nodes, latencies } }: MeasuredSide, pooledP99: number) => ({
	times,
	nodes,
	flags: Uint8Array.from(latencies, (latency) => (latency >= pooledP99 ? 1 : 0)),
});

function countBlocks(side: MeasuredSide, pooledP99: number, lengthMs: number) {
	const events = eventsOf(side, pooledP99);
	const blocks = formBlocks(events, { ...side, lengthMs });
	const failed = side.resolutions.latencies.map((latency) => Number(latency === Number.POSITIVE_INFINITY));
	const total = sumPerBlock(blocks);
	return {
		count: blocks.count,
		failures: { failed: sumPerBlock(blocks, failed), total },
		slow: { failed: sumPerBlock(blocks, events.flags), total },
	};
}

const shareOf = ({ failed, total }: BlockCounts) => {
	const sum = (values: ArrayLike<number>) => Array.from(values).reduce((whole, value) => whole + value, 0);
	return sum(failed) / sum(total);
};

/** Compares an arm of one run with an arm of a later one. */
export function measureShift(before: MeasuredSide, after: MeasuredSide, random: Random): Shift {
	const pooled = new Float64Array(before.resolutions.rows.length + after.resolutions.rows.length);
	pooled.set(before.resolutions.latencies);
	pooled.set(after.resolutions.latencies, before.resolutions.rows.length);
	const pooledP99 = quantileOfSorted(pooled.sort(), 0.99);
	// Blocks of both runs have one length, the one that the more persistent of the two needs.
	const lengthMs = Math.max(
		...[before, after].map((side) => chooseBlocks(eventsOf(side, pooledP99), side).lengthMs),
	);
	const first = countBlocks(before, pooledP99, lengthMs);
	const second = countBlocks(after, pooledP99, lengthMs);
	const bursts = [before, after].some(({ result }) => result.failureRate.method !== "wilson");
	return {
		before: sideOf(before.result),
		after: sideOf(after.result),
		failureRateDelta: combine(
			after.result.failureRate,
			before.result.failureRate,
			bursts ? "block-newcombe" : "newcombe",
		),
		pValue: blockPermutation(first.failures, second.failures, random.fork("failures")),
		fisherP: fisherExact(
			before.result.failed,
			before.result.resolutions,
			after.result.failed,
			after.result.resolutions,
		),
		p50DeltaMs: quantileShift(after.result.latencyMs.p50, before.result.latencyMs.p50),
		p99: {
			pValue: blockPermutation(first.slow, second.slow, random.fork("p99")),
			excess: shareOf(second.slow) - shareOf(first.slow),
			deltaMs: quantileShift(after.result.latencyMs.p99, before.result.latencyMs.p99),
		},
		blocks: { before: first.count, after: second.count, lengthMs },
	};
}
