import type { Interval } from "../report/bench-report.ts";
import { fewestBlocks } from "./block-length.ts";
import { studentT95 } from "./student-t.ts";
import { z95 } from "./wilson.ts";

/** 98.75 % and 80 % points of the normal distribution: Holm's sharper half of 5 %, and the power. */
const zHolm = 2.241402727604947;
const zPower = 0.8416212335729143;

/**
 * Holm over two endpoints needs p ≤ 0.025, which seven blocks that all point one way are the first to
 * give: a Poisson number with this mean is at least seven four times out of five.
 */
const failuresForPower = 9.08;

/**
 * The smallest difference of failure rates that the run would have shown with 80 % power, had the arm
 * failed that much more often than the baseline did. The scatter is that of independent losses at
 * these rates, times what the blocks showed beyond it; and never are there fewer failures than the
 * sign-flip test can work with.
 *
 * @param delta Interval of the difference that was seen.
 * @param rates Failure rates that were seen.
 * @param run How many pairs were compared, in how many blocks.
 * @returns null with fewer than seven blocks, which would have shown none
 */
export function detectableDifference(
	delta: Interval,
	rates: { baseline: number; arm: number },
	{ pairs, blocks }: { pairs: number; blocks: number },
): number | null {
	if (blocks < fewestBlocks) return null;
	const spread = (rate: number) => rate * (1 - rate);
	const seen = ((delta.high - delta.low) / (2 * z95)) ** 2 * pairs;
	const independent = spread(rates.baseline) + spread(rates.arm);
	const excess = independent === 0 ? 1 : Math.max(1, seen / independent);
	// A permutation of few blocks asks for as much more than the normal distribution as Student's t does.
	const errorsNeeded = ((zHolm + zPower) * studentT95(blocks - 1)) / z95;
	let difference = 0;
	// The scatter grows with the difference sought; a few rounds settle it.
	for (let round = 0; round < 20; round++) {
		const armRate = Math.min(0.5, rates.baseline + difference);
		const variance = (excess * (spread(rates.baseline) + spread(armRate))) / pairs;
		// Sums of whole failures move in steps of two: half a step is lost.
		difference = Math.max(errorsNeeded * Math.sqrt(variance) + 1 / pairs, failuresForPower / pairs);
	}
	return Math.min(1, difference);
}
