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
	const order = Int32Array.from(latencies.keys()).sort(
		(a, b) =>
			Number((latencies[b] as number) > (latencies[a] as number)) ||
			-Number((latencies[b] as number) < (latencies[a] as number)),
	);
	return {
		latencies: Float64Array.from(order, (i) => latencies[i] as number),
		blockOf: Int32Array.from(order, (i) => blockOf[i] as number),
	};
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
	const quantile = (a: 0 | 1) => {
		let total = 0;
		for (let b = 0; b < blocks; b++) total += (weights[b] as number) * (sizes[a][b] as number);
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
		for (let b = 0; b < blocks; b++) {
			const drawn = random.int(blocks);
			weights[drawn] = (weights[drawn] as number) + 1;
		}
		const [one, two] = [quantile(0), quantile(1)];
		differences[d] = one === two ? 0 : one - two;
	}
	differences.sort();
	return {
		low: differences[quantileRank(0.025, draws) - 1] as number,
		high: differences[quantileRank(0.975, draws) - 1] as number,
	};
}
