import { logFactorial } from "./log-factorial.ts";

/** P(X = k) for X binomial with n trials of chance p. */
export function binomialProbability(k: number, n: number, p: number): number {
	if (k < 0 || k > n) return 0;
	if (p <= 0) return k === 0 ? 1 : 0;
	if (p >= 1) return k === n ? 1 : 0;
	const choose = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
	return Math.exp(choose + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** P(X ≤ k). Sums the shorter tail outward from k, so that small tails keep their digits. */
export function binomialCumulative(k: number, n: number, p: number): number {
	if (k < 0) return 0;
	if (k >= n || p <= 0) return 1;
	if (p >= 1) return 0;
	if (k > n * p) return 1 - binomialCumulative(n - k - 1, n, 1 - p);
	let term = binomialProbability(k, n, p);
	let sum = 0;
	for (let i = k; i >= 0 && term > sum * 1e-17; i--) {
		sum += term;
		term *= (i * (1 - p)) / ((n - i + 1) * p);
	}
	return Math.min(1, sum);
}

/** Smallest k with P(X ≤ k) ≥ level. */
export function binomialQuantile(level: number, n: number, p: number): number {
	let low = -1;
	let high = n;
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (binomialCumulative(middle, n, p) >= level) high = middle;
		else low = middle;
	}
	return high;
}
