import { binomialQuantile } from "./binomial.ts";

/** 1-based ranks between which a quantile lies with 95 % confidence; null where no rank is far enough out. */
export interface RankInterval {
	low: number | null;
	high: number | null;
}

/**
 * Binomial order-statistic interval for the q-quantile of n independent values: equal tails, upper
 * rank one above the 97.5 % point. Free of any assumption on the shape of the latencies.
 */
export function quantileRankInterval(q: number, n: number): RankInterval {
	const low = binomialQuantile(0.025, n, q);
	const high = binomialQuantile(0.975, n, q) + 1;
	return { low: low >= 1 ? low : null, high: high <= n ? high : null };
}
