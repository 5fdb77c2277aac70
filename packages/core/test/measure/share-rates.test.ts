import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Workload } from "../../src/measure/sample.ts";
import { rateCeiling, shareRates } from "../../src/measure/share-rates.ts";

const three: Workload[] = ["hot", "cold", "external"];

describe("shareRates", () => {
	it("gives every workload the rate asked for below the ceiling", () => {
		expect(shareRates(5, three, 1)).toEqual({ rates: { hot: 5, cold: 5, external: 5 }, lowered: [] });
	});

	it("keeps the first workload's rate and lets the others share what is left", () => {
		expect(shareRates(20, three, 1)).toEqual({
			rates: { hot: 20, cold: 15, external: 15 },
			lowered: [
				{ workload: "cold", from: 20, to: 15 },
				{ workload: "external", from: 20, to: 15 },
			],
		});
	});

	it("counts every arm that one node asks", () => {
		expect(shareRates(20, ["hot"], 3)).toMatchObject({ lowered: [{ workload: "hot", from: 20 }] });
	});

	it("never goes over the ceiling, nor over what was asked for", () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.1, max: 100, noNaN: true }),
				fc.integer({ min: 1, max: 6 }),
				(rate, arms) => {
					const { rates } = shareRates(rate, three, arms);
					const perArm = Object.values(rates).reduce((sum, each) => sum + each, 0);
					expect(perArm * arms).toBeLessThanOrEqual(rateCeiling * (1 + 1e-12));
					for (const each of Object.values(rates)) expect(each).toBeLessThanOrEqual(rate);
				},
			),
		);
	});
});
