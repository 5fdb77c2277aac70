import { quantileRankInterval } from "../measure/order-statistic.ts";
import { quantileRank } from "../measure/quantile.ts";

/** Eight buckets to a doubling: a value is told to within 9 %. */
const perDoubling = 8;
/** Upper end of the first bucket, ms. */
const firstMs = 0.05;
/** Buckets between 50 µs and 10 s. */
const bucketCount = Math.ceil(Math.log2(10_000 / firstMs) * perDoubling) + 1;

/** Resolutions by latency, key to count, in fixed buckets, so that runs add up key by key. Failures are `failed`. */
export interface LatencyBuckets {
	readonly counts: Readonly<Record<number, number>>;
	readonly failed: number;
}

/** Index of the bucket whose upper end is the first not below. */
const bucketOf = (ms: number): number =>
	Math.min(bucketCount - 1, Math.max(0, Math.ceil(Math.log2(ms / firstMs) * perDoubling - 1e-9)));

/** Upper end of a bucket, ms. */
const upperMs = (index: number): number => firstMs * 2 ** (index / perDoubling);

/**
 * Sorts latencies into the fixed buckets.
 *
 * @param latencies ms; +Infinity for failures
 */
export function bucketsOf(latencies: Iterable<number>): LatencyBuckets {
	const counts: Record<number, number> = {};
	let failed = 0;
	for (const latency of latencies) {
		if (latency === Number.POSITIVE_INFINITY) failed++;
		else counts[bucketOf(latency)] = (counts[bucketOf(latency)] ?? 0) + 1;
	}
	return { counts, failed };
}

/** Both together: key by key. */
export function addBuckets(a: LatencyBuckets, b: LatencyBuckets): LatencyBuckets {
	const counts: Record<number, number> = { ...a.counts };
	for (const [key, count] of Object.entries(b.counts))
		counts[Number(key)] = (counts[Number(key)] ?? 0) + count;
	return { counts, failed: a.failed + b.failed };
}

/** A quantile as buckets tell it: upper ends, ms; null in the failed mass or where data are too few. */
export interface BucketQuantile {
	readonly estimate: number | null;
	readonly low: number | null;
	readonly high: number | null;
}

/**
 * A quantile with its order-statistic interval, to within the width of a bucket.
 *
 * @param q such as 0.99
 */
export function quantileOfBuckets({ counts, failed }: LatencyBuckets, q: number): BucketQuantile {
	const keys = Object.keys(counts)
		.map(Number)
		.sort((a, b) => a - b);
	const total = keys.reduce((sum, key) => sum + (counts[key] as number), failed);
	const valueAt = (rank: number | null): number | null => {
		if (rank === null || total === 0) return null;
		let below = 0;
		for (const key of keys) {
			below += counts[key] as number;
			if (below >= rank) return upperMs(key);
		}
		return null;
	};
	const ranks = quantileRankInterval(q, total);
	return { estimate: valueAt(quantileRank(q, total)), low: valueAt(ranks.low), high: valueAt(ranks.high) };
}
