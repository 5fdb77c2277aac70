import type { Interval } from "../report/bench-report.ts";
import { z95 } from "./wilson.ts";

/** 98.75 % and 80 % points of the normal distribution: Holm's sharper half of 5 %, and the power. */
const zHolm = 2.241402727604947;
const zPower = 0.8416212335729143;

/** Holm over two endpoints needs p ≤ 0.025, which seven blocks that all point one way are the first to give. */
export const fewestUnequalBlocks = 7;

/** Mean of the Poisson distribution that is at least `fewestUnequalBlocks` four times out of five. */
const failuresForPower = 9.08;

/**
 * The smallest difference of failure rates that a run with this interval would have shown with 80 %
 * power: from the scatter seen, and never fewer failures than the sign-flip test can work with.
 *
 * @param pairs Number of pairs compared.
 */
export function detectableDifference({ low, high }: Interval, pairs: number): number {
	const standardError = (high - low) / (2 * z95);
	return Math.min(1, Math.max((zHolm + zPower) * standardError, failuresForPower / pairs));
}
