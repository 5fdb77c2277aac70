import type { Interval } from "../report/bench-report.ts";
import { blockTInterval } from "./block-t.ts";
import { newcombeInterval } from "./newcombe.ts";
import { type BlockCounts, rateInterval } from "./rate-interval.ts";

/**
 * 95 % interval of the difference of two arms' failure rates, first minus second, over the same
 * blocks. `newcombe` where both arms' losses look independent, since it holds at no failures too;
 * `block-t` where either arm's come in bursts.
 */
export function rateDifferenceInterval(first: BlockCounts, second: BlockCounts): Interval {
	const interval1 = rateInterval(first);
	const interval2 = rateInterval(second);
	const estimate = interval1.estimate - interval2.estimate;
	if (interval1.method === "wilson" && interval2.method === "wilson") {
		const bounds = newcombeInterval(
			{ rate: interval1.estimate, low: interval1.low, high: interval1.high },
			{ rate: interval2.estimate, low: interval2.low, high: interval2.high },
		);
		return { estimate, ...bounds, method: "newcombe" };
	}
	const differences = Array.from(first.failed, (failed, b) => failed - (second.failed[b] as number));
	return { estimate, ...blockTInterval(differences, first.total), method: "block-t" };
}
