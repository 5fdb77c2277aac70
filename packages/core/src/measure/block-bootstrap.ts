import { quantileRank } from "./quantile.ts";
import type { Random } from "./random.ts";

/** One arm's latencies, ms, +Infinity for failures, and the block of each. */
interface BlockedLatencies {
	latencies: Float64Array;
	blockOf: Int32Array;
}

/** Blocks of the latencies from the largest down: a high quantile is found near the top. */
function fromTheTop({ latencies, blockOf }: BlockedLatencies): {
	latencies: Float64Array;
	blockOf: Int32Array;
} {
	const order = new Int32Array(latencies.length)
		.map((_, i) => i)
		.sort((a, b) => {
			const [one, two] = [latencies[a] as number, latencies[b] as number];
			return two > one ? 1 : two < one ? -1 : 0;
		});
	const top = { latencies: new Float64Array(order.length), blockOf: new Int32Array(order.length) };
	for (let i = 0; i < order.length; i++) {
		top.latencies[i] = latencies[order[i] as number] as number;
		top.blockOf[i] = blockOf[order[i] as number] as number;
	}
	return top;
}

/**
 * 95 % percentile interval for the difference of the q-quantiles of two arms, first minus second, by
 * resampling whole blocks (the same ones for both arms, so that shared weather cancels).
 *
 * @param draws 2,000 resamples settle the bounds to about a twentieth of the width.
 * @returns bounds in ms; ±Infinity where a resample's quantile lies in the failed mass
 */
export function quantileDifferenceBootstrap(
	first: BlockedLatencies,
	second: BlockedLatencies,
	blocks: number,
	q: number,
	random: Random,
	draws = 2000,
): { low: number; high: number } {
	const arms = [fromTheTop(first), fromTheTop(second)] as const;
	const sizes = [new Int32Array(blocks), new Int32Array(blocks)] as const;
	arms.forEach((arm, a) => {
		for (const block of arm.blockOf)
			(sizes[a] as Int32Array)[block] = ((sizes[a] as Int32Array)[block] as number) + 1;
	});
	const weights = new Int32Array(blocks);
	/** @param total resolutions of the arm in the blocks that were drawn */
	const quantile = (a: 0 | 1, total: number) => {
		let above = total - quantileRank(q, total);
		const { latencies, blockOf } = arms[a];
		for (let i = 0; i < latencies.length; i++) {
			above -= weights[blockOf[i] as number] as number;
			if (above < 0) return latencies[i] as number;
		}
		return Number.NaN;
	};
	const differences = new Float64Array(draws);
	for (let d = 0; d < draws; d++) {
		weights.fill(0);
		let total0 = 0;
		let total1 = 0;
		for (let b = 0; b < blocks; b++) {
			const drawn = random.int(blocks);
			weights[drawn] = (weights[drawn] as number) + 1;
			total0 += sizes[0][drawn] as number;
			total1 += sizes[1][drawn] as number;
		}
		const one = quantile(0, total0);
		const two = quantile(1, total1);
		differences[d] = one === two ? 0 : one - two;
	}
	differences.sort();
	return {
		low: differences[quantileRank(0.025, draws) - 1] as number,
		high: differences[quantileRank(0.975, draws) - 1] as number,
	};
}
