import type { Interval } from "../report/bench-report.ts";
import { studentT95 } from "./student-t.ts";
import { wilsonInterval, z95 } from "./wilson.ts";

/** Failures and resolutions of one arm, block by block. */
export interface BlockCounts {
	failed: ArrayLike<number>;
	total: ArrayLike<number>;
}

export interface Dispersion {
	rate: number;
	failed: number;
	total: number;
	/**
	 * Variance of the rate between blocks over that of independent losses: one failure in a burst of
	 * ten tells a tenth of what ten scattered ones do. 1 where the blocks do not contradict independence.
	 */
	designEffect: number;
}

/** 95 % point of the normal distribution: the blocks must contradict independence at the 5 % level. */
const normal95 = 1.6448536269514722;

/** Sums up the blocks, and judges by chi-square whether they scatter more than independent losses would. */
export function dispersionOf({ failed, total }: BlockCounts): Dispersion {
	const blocks = failed.length;
	let allFailed = 0;
	let all = 0;
	for (let b = 0; b < blocks; b++) {
		allFailed += failed[b] as number;
		all += total[b] as number;
	}
	const rate = all === 0 ? 0 : allFailed / all;
	const independent = rate * (1 - rate);
	let squares = 0;
	let chiSquare = 0;
	for (let b = 0; b < blocks; b++) {
		const size = total[b] as number;
		if (size === 0) continue;
		const excess = (failed[b] as number) - size * rate;
		squares += excess * excess;
		chiSquare += (excess * excess) / (size * independent);
	}
	const degrees = blocks - 1;
	let designEffect = 1;
	if (degrees >= 1 && independent > 0) {
		// Wilson and Hilferty: the cube root of chi-square is close to normal.
		const part = 2 / (9 * degrees);
		const z = (Math.cbrt(chiSquare / degrees) - (1 - part)) / Math.sqrt(part);
		if (z > normal95) designEffect = Math.max(1, (squares * blocks) / (degrees * all * independent));
	}
	return { rate, failed: allFailed, total: all, designEffect };
}

/**
 * 95 % interval of a failure rate. `wilson` where the losses scatter over the blocks as independent
 * ones do; else `block-wilson`: Wilson's interval for the number of independent resolutions that the
 * scatter between blocks is worth, with Student's t for the few blocks that this is estimated from.
 */
export function rateInterval(counts: BlockCounts): Interval {
	const { rate, failed, total, designEffect } = dispersionOf(counts);
	const clustered = designEffect > 1;
	const z = clustered ? studentT95(counts.failed.length - 1) : z95;
	const bounds = wilsonInterval(failed / designEffect, total / designEffect, z);
	return { estimate: rate, ...bounds, method: clustered ? "block-wilson" : "wilson" };
}
