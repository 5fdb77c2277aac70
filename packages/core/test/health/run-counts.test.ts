import { describe, expect, it } from "vitest";
import { addBuckets, bucketsOf, quantileOfBuckets } from "../../src/health/latency-buckets.ts";
import { rateFor, resolutionsFor } from "../../src/health/rate.ts";
import { RunCounter } from "../../src/health/run-counts.ts";
import { durationMs, sample, slo } from "./sample-check.ts";

describe("counts of a run", () => {
	it("leave out the warm-up, what was cut off, and nodes that do not count", () => {
		const counter = new RunCounter();
		counter.take("a", [
			sample(-5, 1),
			sample(0, 1),
			sample(10, 70),
			sample(20, null),
			sample(30, null, "aborted"),
		]);
		counter.take("b", [sample(0, null, "servfail")]);
		const counts = counter.counts(["a"], slo, durationMs);
		expect(counts.stats.map(({ total, bad }) => [total, bad])).toEqual([
			[3, 1],
			[3, 2],
		]);
		expect(counts.failures).toEqual({ timeout: 1 });
		expect([...counts.nodes.keys()]).toEqual(["a"]);
		expect(counter.counts(["a", "b"], slo, durationMs).failures).toEqual({ timeout: 1, servfail: 1 });
	});

	it("name a node whose probe missed more than one question in ten", () => {
		const counter = new RunCounter();
		const asked = (faults: number) => [
			...Array.from({ length: 90 }, (_, i) => sample(i, 1)),
			...Array.from({ length: faults }, (_, i) => sample(100 + i, null, "probe_fault")),
		];
		counter.take("slow", asked(11));
		counter.take("fine", asked(10));
		expect([...counter.unpunctual.keys()]).toEqual(["slow"]);
	});

	it("do not depend on the order in which samples came", () => {
		const samples = Array.from({ length: 500 }, (_, i) => sample(i * 120, i % 50 === 0 ? null : 3));
		const inOrder = new RunCounter();
		inOrder.take("a", samples);
		const turned = new RunCounter();
		turned.take("a", samples.slice(250));
		turned.take("a", samples.slice(0, 250));
		expect(turned.counts(["a"], slo, durationMs)).toEqual(inOrder.counts(["a"], slo, durationMs));
	});
});

describe("latency buckets", () => {
	it("tell a quantile to within 9 %, and failures beyond all of them", () => {
		const latencies = Array.from({ length: 1000 }, (_, i) => 0.06 * 1.011 ** i);
		const { estimate } = quantileOfBuckets(bucketsOf(latencies), 0.5);
		const exact = latencies[499] as number;
		expect(estimate).toBeGreaterThanOrEqual(exact);
		expect(estimate).toBeLessThan(exact * 1.0906);
		const failed = bucketsOf([
			...latencies.slice(0, 900),
			...Array.from({ length: 100 }, () => Number.POSITIVE_INFINITY),
		]);
		expect(quantileOfBuckets(failed, 0.99).estimate).toBeNull();
	});

	it("add up key by key, in any order", () => {
		const [a, b] = [bucketsOf([1, 2, 2, Number.POSITIVE_INFINITY]), bucketsOf([2, 300])];
		expect(addBuckets(a, b)).toEqual(bucketsOf([300, 2, 1, 2, 2, Number.POSITIVE_INFINITY]));
		expect(addBuckets(b, a)).toEqual(addBuckets(a, b));
	});

	it("have a first and a last one for what is beyond them", () => {
		expect(Object.keys(bucketsOf([0, 0.01]).counts)).toEqual(["0"]);
		expect(Object.keys(bucketsOf([50_000, 20_000]).counts)).toHaveLength(1);
	});
});

describe("the rate of a check", () => {
	it("is what tells the strictest promise from twice as many bad ones, between 1 and 20", () => {
		expect(resolutionsFor([{ name: "failures", share: 0.005 }])).toBeGreaterThan(3000);
		expect(resolutionsFor([{ name: "failures", share: 0.005 }])).toBeLessThan(4000);
		expect(rateFor(slo, 8, durationMs)).toBe(7.6);
		expect([
			rateFor(slo, 1, durationMs),
			rateFor(slo, 1000, durationMs),
			rateFor(slo, 0, durationMs),
		]).toEqual([20, 1, 20]);
	});
});
