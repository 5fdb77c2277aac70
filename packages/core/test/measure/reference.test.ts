import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { binomialCumulative, binomialProbability } from "../../src/measure/binomial.ts";
import { blockPermutation } from "../../src/measure/block-permutation.ts";
import { blockTInterval } from "../../src/measure/block-t.ts";
import { fisherExact } from "../../src/measure/fisher.ts";
import { hodgesLehmann, signedRankInterval } from "../../src/measure/hodges-lehmann.ts";
import { holm } from "../../src/measure/holm.ts";
import { mcnemarExact } from "../../src/measure/mcnemar.ts";
import { newcombeInterval } from "../../src/measure/newcombe.ts";
import { quantileRankInterval } from "../../src/measure/order-statistic.ts";
import { createRandom } from "../../src/measure/random.ts";
import { signFlip } from "../../src/measure/sign-flip.ts";
import { studentT95 } from "../../src/measure/student-t.ts";
import { wilsonInterval } from "../../src/measure/wilson.ts";

type Pair = [failed: number, total: number];

/** Made by SciPy and statsmodels: fixtures/statistics/make-reference.py. */
const reference: {
	wilson: { failed: number; total: number; low: number; high: number }[];
	newcombe: { first: Pair; second: Pair; low: number; high: number }[];
	fisher: { first: Pair; second: Pair; p: number }[];
	mcnemar: { onlyFirst: number; onlySecond: number; p: number }[];
	holm: { p: number[]; adjusted: number[] }[];
	binomial: { k: number; n: number; p: number; cumulative: number; probability: number }[];
	ranks: { q: number; n: number; low: number | null; high: number | null }[];
	studentT: { degrees: number; t: number }[];
	signFlip: { differences: number[]; p: number }[];
	hodgesLehmann: { values: number[]; estimate: number; interval: [number, number] | null }[];
	manySignedRanks: { values: number[]; estimate: number; interval: [number, number] }[];
	blockT: { differences: number[]; sizes: number[]; low: number; high: number }[];
	blockPermutation: { before: number[]; after: number[]; p: number }[];
} = JSON.parse(readFileSync(new URL("../fixtures/statistics/reference.json", import.meta.url), "utf8"));

/** Equal to nine significant digits: what SciPy itself promises. */
const closeTo = (expected: number) => ({
	asymmetricMatch: (actual: number) => Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-15,
	toString: () => `close to ${expected}`,
});

describe("statistics against SciPy and statsmodels", () => {
	it.each(reference.wilson)("Wilson's interval of $failed of $total", ({ failed, total, low, high }) => {
		expect(wilsonInterval(failed, total)).toEqual({ low: closeTo(low), high: closeTo(high) });
	});

	it.each(reference.newcombe)("Newcombe's interval of $first and $second", ({ first, second, low, high }) => {
		const arm = ([failed, total]: Pair) => ({
			rate: failed / total,
			...wilsonInterval(failed, total),
		});
		expect(newcombeInterval(arm(first), arm(second))).toEqual({ low: closeTo(low), high: closeTo(high) });
	});

	it.each(reference.fisher)("Fisher's exact test of $first and $second", ({ first, second, p }) => {
		expect(fisherExact(first[0], first[1], second[0], second[1])).toEqual(closeTo(p));
	});

	it.each(reference.mcnemar)("McNemar's exact test of $onlyFirst and $onlySecond", (pair) => {
		expect(mcnemarExact(pair.onlyFirst, pair.onlySecond)).toEqual(closeTo(pair.p));
	});

	it.each(reference.holm)("Holm's adjustment of $p", ({ p, adjusted }) => {
		expect(holm(p)).toEqual(adjusted.map(closeTo));
	});

	it.each(reference.binomial)(
		"binomial distribution at $k of $n, p $p",
		({ k, n, p, cumulative, probability }) => {
			expect(binomialCumulative(k, n, p)).toEqual(closeTo(cumulative));
			expect(binomialProbability(k, n, p)).toEqual(closeTo(probability));
		},
	);

	it.each(reference.ranks)("ranks of the $q quantile of $n", ({ q, n, low, high }) => {
		expect(quantileRankInterval(q, n)).toEqual({ low, high });
	});

	it.each(reference.studentT)("Student's t with $degrees degrees", ({ degrees, t }) => {
		expect(studentT95(degrees)).toEqual(closeTo(t));
	});

	it.each(reference.signFlip)("sign-flip test of $differences", ({ differences, p }) => {
		expect(signFlip(differences)).toEqual(closeTo(p));
	});

	it.each(reference.hodgesLehmann)("Hodges–Lehmann of $values", ({ values, estimate, interval }) => {
		expect(hodgesLehmann(values)).toEqual(closeTo(estimate));
		expect(signedRankInterval(values)).toEqual(
			interval === null ? null : { low: closeTo(interval[0]), high: closeTo(interval[1]) },
		);
	});

	it.each(reference.manySignedRanks)(
		"signed-rank interval of many values: $interval",
		({ values, interval }) => {
			expect(signedRankInterval(values)?.low).toBeCloseTo(interval[0], 2);
			expect(signedRankInterval(values)?.high).toBeCloseTo(interval[1], 2);
		},
	);

	it.each(reference.blockT)("block t-interval of $differences", ({ differences, sizes, low, high }) => {
		expect(blockTInterval(differences, sizes)).toEqual({ low: closeTo(low), high: closeTo(high) });
	});

	it.each(reference.blockPermutation)("block permutation of $before and $after", ({ before, after, p }) => {
		const counts = (failed: number[]) => ({ failed, total: failed.map(() => 20) });
		const sampled = blockPermutation(counts(before), counts(after), createRandom("reference"));
		// 9,999 deals: five standard errors.
		expect(Math.abs(sampled - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 9999) + 1e-4);
	});
});
