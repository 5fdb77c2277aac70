import { binomialCumulative } from "./binomial.ts";

/**
 * Exact McNemar test on the pairs of which one arm failed, two-sided. Description only: it takes every
 * pair for independent, which a stall of one arm belies (docs/decisions/0003-sign-flip-over-blocks.md).
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
	return Math.min(1, 2 * binomialCumulative(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond, 0.5));
}
