import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/measure/random.ts";

const draws = (seed: number | string, count: number) => {
	const random = createRandom(seed);
	return Array.from({ length: count }, () => random.next());
};

describe("createRandom", () => {
	it("gives the same numbers for the same seed and others for the next seed", () => {
		expect(draws(7, 5)).toEqual(draws("7", 5));
		expect(draws(7, 5)).not.toEqual(draws(8, 5));
	});

	it("never changes its numbers between versions, because saved runs name their seed", () => {
		expect(draws(7, 3)).toMatchInlineSnapshot(`
			[
			  0.38356666220352054,
			  0.3679773847106844,
			  0.8560357480309904,
			]
		`);
	});

	it("is uniform over [0, 1) in the first draw of neighbouring seeds too", () => {
		const bins = new Array<number>(10).fill(0);
		for (let seed = 0; seed < 10_000; seed++) {
			const bin = Math.floor((draws(seed, 1)[0] as number) * 10);
			bins[bin] = (bins[bin] as number) + 1;
		}
		// Chi-square with 9 degrees of freedom: 27.9 is its 99.9 % quantile.
		const chiSquare = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
		expect(chiSquare).toBeLessThan(27.9);
	});

	it("draws exponential times with the mean asked for", () => {
		const random = createRandom("exponential");
		let sum = 0;
		for (let i = 0; i < 20_000; i++) sum += random.exponential(50);
		expect(sum / 20_000).toBeGreaterThan(48.5);
		expect(sum / 20_000).toBeLessThan(51.5);
	});

	it("shuffles a copy into every order equally often", () => {
		const random = createRandom("shuffle");
		const items = ["a", "b", "c"];
		const seen = new Map<string, number>();
		for (let i = 0; i < 6000; i++) {
			const order = random.shuffle(items).join("");
			seen.set(order, (seen.get(order) ?? 0) + 1);
		}
		expect(items).toEqual(["a", "b", "c"]);
		expect(seen.size).toBe(6);
		// 5 degrees of freedom: 20.5 is the 99.9 % quantile.
		const chiSquare = [...seen.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
		expect(chiSquare).toBeLessThan(20.5);
	});

	it("forks by label only, whatever was drawn before", () => {
		const fresh = createRandom(7).fork("bootstrap").next();
		const used = createRandom(7);
		used.next();
		expect(used.fork("bootstrap").next()).toBe(fresh);
		expect(used.fork("sign-flip").next()).not.toBe(fresh);
	});
});
