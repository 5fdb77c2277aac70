export interface Bounds {
	low: number;
	high: number;
}

/** 97.5 % point of the normal distribution. */
export const z95 = 1.959963984540054;

/**
 * Wilson's score interval for a rate of `failed` among `total`. Both may be fractional: over bursts
 * the counts are scaled down to the number of independent resolutions they are worth (rate-interval.ts).
 */
export function wilsonInterval(failed: number, total: number, z: number = z95): Bounds {
	if (total <= 0) return { low: 0, high: 1 };
	const rate = failed / total;
	const square = z * z;
	const centre = (rate + square / (2 * total)) / (1 + square / total);
	const half =
		(z * Math.sqrt((rate * (1 - rate)) / total + square / (4 * total * total))) / (1 + square / total);
	// The bounds of "none" and "all" are 0 and 1 exactly, which rounding would miss.
	return {
		low: failed <= 0 ? 0 : Math.max(0, centre - half),
		high: failed >= total ? 1 : Math.min(1, centre + half),
	};
}
