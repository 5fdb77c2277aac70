import { z95 } from "./wilson.ts";

/** Number of Walsh averages (of every two values, each with itself too) that are ≤ x; values ascending. */
function averagesUpTo(sorted: Float64Array, x: number): number {
	let count = 0;
	let j = sorted.length - 1;
	for (let i = 0; i < sorted.length; i++) {
		while (j >= 0 && ((sorted[i] as number) + (sorted[j] as number)) / 2 > x) j--;
		if (j < i) break;
		count += j - i + 1;
	}
	return count;
}

/** The k-th smallest Walsh average, 1-based, by bisection: n(n+1)/2 averages are never written down. */
function walshAverage(sorted: Float64Array, k: number): number {
	let low = sorted[0] as number;
	let high = sorted[sorted.length - 1] as number;
	if (averagesUpTo(sorted, low) >= k) return low;
	for (;;) {
		const middle = low + (high - low) / 2;
		if (middle <= low || middle >= high) return high;
		if (averagesUpTo(sorted, middle) >= k) high = middle;
		else low = middle;
	}
}

/** Hodges–Lehmann estimate of the centre of paired differences: the median of their Walsh averages. */
export function hodgesLehmann(differences: ArrayLike<number>): number {
	const sorted = Float64Array.from(differences).sort();
	const averages = (sorted.length * (sorted.length + 1)) / 2;
	const upper = walshAverage(sorted, Math.floor(averages / 2) + 1);
	return averages % 2 === 1 ? upper : (walshAverage(sorted, averages / 2) + upper) / 2;
}

/** Null distribution of Wilcoxon's signed-rank sum for n values: chance of each sum 0 … n(n+1)/2. */
function signedRankChances(n: number): Float64Array {
	const chance = new Float64Array((n * (n + 1)) / 2 + 1);
	chance[0] = 1;
	for (let rank = 1, reach = 1; rank <= n; rank++, reach += rank) {
		for (let sum = reach; sum >= 0; sum--) {
			chance[sum] = 0.5 * (chance[sum] as number) + (sum >= rank ? 0.5 * (chance[sum - rank] as number) : 0);
		}
	}
	return chance;
}

/**
 * 95 % interval of the centre from Wilcoxon's signed-rank distribution (exact up to 100 values, normal
 * beyond): the Walsh averages that many ranks from either end. null below 6 values, of which no two
 * averages reach 95 %.
 */
export function signedRankInterval(differences: ArrayLike<number>): { low: number; high: number } | null {
	const n = differences.length;
	const averages = (n * (n + 1)) / 2;
	let rank = 0;
	if (n <= 100) {
		const chance = signedRankChances(n);
		for (let sum = chance[0] as number; sum <= 0.025; sum += chance[rank] as number) rank++;
	} else {
		rank = Math.floor(averages / 2 - z95 * Math.sqrt((averages * (2 * n + 1)) / 12));
	}
	if (rank < 1) return null;
	const sorted = Float64Array.from(differences).sort();
	return { low: walshAverage(sorted, rank), high: walshAverage(sorted, averages + 1 - rank) };
}
