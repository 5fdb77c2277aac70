import type { QuantileEstimate } from "../report/bench-report.ts";
import type { Blocks } from "./blocks.ts";
import { sumPerBlock } from "./blocks.ts";
import { quantileRankInterval } from "./order-statistic.ts";
import { quantileOfSorted } from "./quantile.ts";
import { dispersionOf } from "./rate-interval.ts";

/** Below this many floors a latency says more about the probe than about DNS. */
const floorsToBeSeen = 3;

export interface LatencyColumn {
	/** ms, +Infinity for failures, in the order of the blocks' rows. */
	latencies: Float64Array;
	/** The same, ascending. */
	sorted: Float64Array;
	blocks: Blocks;
}

/**
 * A quantile with its binomial order-statistic interval. Where the resolutions beyond the quantile come
 * in bursts, the ranks are those of the smaller number of independent resolutions that the scatter
 * between blocks is worth.
 *
 * @param floorSorted Round trips of the probe's loopback echo, ascending, ms.
 */
export function estimateQuantile(
	{ latencies, sorted, blocks }: LatencyColumn,
	q: number,
	floorSorted: Float64Array,
): QuantileEstimate {
	const n = sorted.length;
	if (n === 0) return { estimate: null, low: null, high: null, tooFew: true };
	const estimate = quantileOfSorted(sorted, q);
	const beyond = new Uint8Array(latencies.length);
	for (let i = 0; i < beyond.length; i++) if ((latencies[i] as number) >= estimate) beyond[i] = 1;
	const { designEffect } = dispersionOf({ failed: sumPerBlock(blocks, beyond), total: sumPerBlock(blocks) });
	const worth = Math.max(1, Math.floor(n / designEffect));
	const ranks = quantileRankInterval(q, worth);
	const valueAt = (rank: number | null) =>
		rank === null ? null : (sorted[Math.min(n, Math.round((rank * n) / worth)) - 1] as number);
	const [low, high] = [valueAt(ranks.low), valueAt(ranks.high)];
	const finite = (value: number | null) => (value === Number.POSITIVE_INFINITY ? null : value);

	const surelyBeyond = low === Number.POSITIVE_INFINITY;
	if (!surelyBeyond && (low === null || high === null)) {
		return { estimate: null, low: null, high: null, tooFew: true };
	}
	if (estimate === Number.POSITIVE_INFINITY) {
		return { estimate: null, low: finite(low), high: null, beyondDeadline: true };
	}
	const atFloor = estimate < floorsToBeSeen * quantileOfSorted(floorSorted, q);
	return { estimate, low: finite(low), high: finite(high), ...(atFloor ? { atFloor } : {}) };
}
