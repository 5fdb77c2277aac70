/** Losses of which the next packet is told so little are taken for independent: chance shows as much once in 30,000 runs. */
const surety = 4;
/** Packets this close together meet the same burst, if there are any. */
const closeMs = 50;
/** Distances between neighbours are sorted into classes that grow by this. */
const growth = 1.5;
/** What the lab takes. */
const [shortestMs, longestMs] = [1, 60_000];
const farthestMs = 20_000;

/**
 * Mean length of a loss burst, by Gilbert's model in continuous time: with the share f of time lost and bursts of mean
 * length B, the correlation of two packets' fates falls with their distance d as exp(−d / (B (1 − f))). B is the one
 * that comes nearest to the correlations of neighbouring packets, class by class of their distance.
 *
 * Source: E. N. Gilbert, Capacity of a Burst-Noise Channel, Bell System Technical Journal 39 (1960).
 *
 * @param times ascending, ms
 * @param lost 1 for each packet that was
 * @returns ms, rounded to two digits; null where losses look independent
 */
export function burstLength(times: readonly number[], lost: Uint8Array): number | null {
	const share = lost.reduce((sum, one) => sum + one, 0) / Math.max(1, lost.length);
	const variance = share * (1 - share);
	if (variance === 0) return null;

	const classes = new Map<number, { pairs: number; product: number; distance: number }>();
	const near = { pairs: 0, product: 0 };
	for (let i = 1; i < lost.length; i++) {
		const distance = (times[i] as number) - (times[i - 1] as number);
		if (distance > farthestMs) continue;
		const product = ((lost[i] as number) - share) * ((lost[i - 1] as number) - share);
		if (distance <= closeMs) {
			near.pairs += 1;
			near.product += product;
		}
		const name = Math.round(Math.log(Math.max(shortestMs, distance)) / Math.log(growth));
		const found = classes.get(name) ?? { pairs: 0, product: 0, distance: 0 };
		found.pairs += 1;
		found.product += product;
		found.distance += distance;
		classes.set(name, found);
	}
	// Without a burst the correlation of n pairs is normal around 0 with deviation 1/√n.
	if (near.pairs === 0 || near.product / (variance * Math.sqrt(near.pairs)) < surety) return null;

	const correlations = [...classes.values()].map(({ pairs, product, distance }) => ({
		pairs,
		distance: distance / pairs,
		correlation: product / (pairs * variance),
	}));
	const misfit = (lengthMs: number): number =>
		correlations.reduce(
			(sum, { pairs, distance, correlation }) =>
				sum + pairs * (correlation - Math.exp(-distance / (lengthMs * (1 - share)))) ** 2,
			0,
		);
	let best = shortestMs;
	for (let lengthMs = shortestMs; lengthMs <= longestMs; lengthMs *= 1.02)
		if (misfit(lengthMs) < misfit(best)) best = lengthMs;
	return Number(best.toPrecision(2));
}
