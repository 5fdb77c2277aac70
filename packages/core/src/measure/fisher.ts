import { logFactorial } from "./log-factorial.ts";

/**
 * Fisher's exact test of `failed1` of `total1` against `failed2` of `total2`, two-sided: the chance of
 * every table that is no likelier than the one seen, margins fixed.
 */
export function fisherExact(failed1: number, total1: number, failed2: number, total2: number): number {
	const failed = failed1 + failed2;
	const choose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
	const all = choose(total1 + total2, failed);
	const probability = (k: number) => Math.exp(choose(total1, k) + choose(total2, failed - k) - all);
	// The allowance keeps a table that is just as likely as the one seen from being lost to rounding.
	const limit = probability(failed1) * (1 + 1e-7);
	let sum = 0;
	for (let k = Math.max(0, failed - total2); k <= Math.min(failed, total1); k++) {
		const p = probability(k);
		if (p <= limit) sum += p;
	}
	return Math.min(1, sum);
}
