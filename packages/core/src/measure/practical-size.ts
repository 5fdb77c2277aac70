/** Differences of failure rates within ±0.2 percentage points do not matter in practice. */
export const sameRate = 0.002;

/** Nor do latencies within 0.2 ms or 5 % of the baseline's, whichever is more; ms. */
export const sameLatencyMs = (baselineMs: number) => Math.max(0.2, 0.05 * baselineMs);

export const within = ({ low, high }: { low: number; high: number }, limit: number) =>
	low >= -limit && high <= limit;
