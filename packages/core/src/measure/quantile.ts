/**
 * Rank of the q-quantile among n sorted values, 1-based: ⌈qn⌉. The nearest rank, no interpolation,
 * because between a latency and a failure (+∞) there is nothing to interpolate.
 */
export function quantileRank(q: number, n: number): number {
	// 0.99 × 100 is 99.00000000000001 in floating point: not a reason for rank 100.
	return Math.max(1, Math.ceil(q * n - 1e-9));
}

/** The q-quantile of ascending values; failures are +Infinity. NaN without values. */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
	return sorted.length === 0 ? Number.NaN : (sorted[quantileRank(q, sorted.length) - 1] as number);
}
