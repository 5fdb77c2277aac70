/**
 * What blocks of time have seen of one objective, as sums: enough for the rate, for how far the blocks scatter, and for
 * adding runs up. Bad is what the objective counts against itself.
 */
export interface BlockStats {
	readonly blocks: number;
	/** Resolutions. */
	readonly total: number;
	readonly bad: number;
	/** Σ bad² ÷ total, block by block. */
	readonly badSquaredPerTotal: number;
	/** Σ bad². */
	readonly badSquared: number;
	/** Σ bad × total. */
	readonly badTimesTotal: number;
	/** Σ total². */
	readonly totalSquared: number;
}

export const noStats: BlockStats = {
	blocks: 0,
	total: 0,
	bad: 0,
	badSquaredPerTotal: 0,
	badSquared: 0,
	badTimesTotal: 0,
	totalSquared: 0,
};

/** Sums of the blocks; a block in which nothing was asked is none. */
export function statsOf(bad: ArrayLike<number>, total: ArrayLike<number>): BlockStats {
	let stats = noStats;
	for (let b = 0; b < total.length; b++) {
		const [hits, size] = [bad[b] as number, total[b] as number];
		if (size === 0) continue;
		stats = addStats(stats, {
			blocks: 1,
			total: size,
			bad: hits,
			badSquaredPerTotal: (hits * hits) / size,
			badSquared: hits * hits,
			badTimesTotal: hits * size,
			totalSquared: size * size,
		});
	}
	return stats;
}

/** Both together, as if they had been one run. */
export const addStats = (a: BlockStats, b: BlockStats): BlockStats => ({
	blocks: a.blocks + b.blocks,
	total: a.total + b.total,
	bad: a.bad + b.bad,
	badSquaredPerTotal: a.badSquaredPerTotal + b.badSquaredPerTotal,
	badSquared: a.badSquared + b.badSquared,
	badTimesTotal: a.badTimesTotal + b.badTimesTotal,
	totalSquared: a.totalSquared + b.totalSquared,
});

/** The same with no more than a share of it bad, spread over the blocks as it was. */
export function withAtMost(stats: BlockStats, share: number): BlockStats {
	const most = share * stats.total;
	if (stats.bad <= most) return stats;
	const part = most / stats.bad;
	return {
		...stats,
		bad: most,
		badSquaredPerTotal: part * part * stats.badSquaredPerTotal,
		badSquared: part * part * stats.badSquared,
		badTimesTotal: part * stats.badTimesTotal,
	};
}

/** 95 % point of the normal distribution. */
const normal95 = 1.6448536269514722;

/**
 * How many resolutions tell as much as one independent one, by the scatter between blocks: the rule of
 * measure/rate-interval.ts, computed from sums. 1 where the blocks do not contradict independence.
 */
export function designEffectOf(stats: BlockStats): number {
	const { blocks, total, bad } = stats;
	const rate = total === 0 ? 0 : bad / total;
	const independent = rate * (1 - rate);
	const degrees = blocks - 1;
	if (degrees < 1 || independent <= 0) return 1;
	const chiSquare = (stats.badSquaredPerTotal - 2 * rate * bad + rate * rate * total) / independent;
	const part = 2 / (9 * degrees);
	const z = (Math.cbrt(chiSquare / degrees) - (1 - part)) / Math.sqrt(part);
	if (z <= normal95) return 1;
	const squares = stats.badSquared - 2 * rate * stats.badTimesTotal + rate * rate * stats.totalSquared;
	return Math.max(1, (squares * blocks) / (degrees * total * independent));
}
