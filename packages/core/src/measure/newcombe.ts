import type { Bounds } from "./wilson.ts";

/**
 * Newcombe's hybrid score interval for the difference of two rates, first minus second, from the
 * Wilson interval of each (his method 10, for counts that are not paired).
 */
export function newcombeInterval(
	first: { rate: number } & Bounds,
	second: { rate: number } & Bounds,
): Bounds {
	const difference = first.rate - second.rate;
	return {
		low: difference - Math.hypot(first.rate - first.low, second.high - second.rate),
		high: difference + Math.hypot(first.high - first.rate, second.rate - second.low),
	};
}
