import { quantileOfSorted } from "./quantile.ts";

/** Enough for a p99. */
const kept = 100;

/**
 * The echo round trips of one node as evenly spaced order statistics, at most 100 of them: what a run of a thousand
 * nodes keeps of floors of which it shows no more than quantiles.
 */
export function thinFloor(floorMs: readonly number[]): number[] {
	const sorted = Float64Array.from(floorMs).sort();
	if (sorted.length <= kept) return [...sorted];
	return Array.from({ length: kept }, (_, place) => quantileOfSorted(sorted, (place + 0.5) / kept));
}
