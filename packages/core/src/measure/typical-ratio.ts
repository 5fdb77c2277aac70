import type { Interval } from "../report/bench-report.ts";
import type { Blocks } from "./blocks.ts";
import { hodgesLehmann, signedRankInterval } from "./hodges-lehmann.ts";
import type { Pairs } from "./pairs.ts";

/**
 * How many times as long the arm takes as the baseline, typically: Hodges–Lehmann on the log of the
 * ratio of latencies within pairs where both succeeded. First within each block, then over the blocks,
 * which may differ from each other; the interval is Wilcoxon's, over blocks.
 *
 * @returns null with fewer than six blocks, of which no 95 % interval exists
 */
export function typicalRatio({ baseline, arm }: Pairs, blocks: Blocks): Interval | null {
	const shifts: number[][] = Array.from({ length: blocks.count }, () => []);
	for (let i = 0; i < arm.length; i++) {
		const ratio = (arm[i] as number) / (baseline[i] as number);
		if (ratio > 0 && ratio < Number.POSITIVE_INFINITY) {
			(shifts[blocks.of[i] as number] as number[]).push(Math.log(ratio));
		}
	}
	const typical = shifts.filter((block) => block.length > 0).map((block) => hodgesLehmann(block));
	const interval = signedRankInterval(typical);
	if (interval === null) return null;
	return {
		estimate: Math.exp(hodgesLehmann(typical)),
		low: Math.exp(interval.low),
		high: Math.exp(interval.high),
		method: "hodges-lehmann-blocks",
	};
}
