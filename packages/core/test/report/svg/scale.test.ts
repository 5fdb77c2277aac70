import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearScale, linearTicks, logScale, logTicks, niceStep } from "../../../src/report/svg/scale.ts";

describe("scales", () => {
	it("maps the ends of the domain to the ends of the range", () => {
		const x = logScale([0.05, 10_000], [40, 400]);
		expect([x(0.05), x(10_000)]).toEqual([40, 400]);
		expect(logScale([1, 100], [0, 10])(10)).toBeCloseTo(5);
		expect(linearScale([0, 1], [300, 100])(0.25)).toBe(250);
	});

	it("keeps what lies outside at the edge, zero on a log scale too", () => {
		const x = logScale([1, 100], [0, 10]);
		expect([x(0), x(0.2), x(5000), x(Number.POSITIVE_INFINITY)]).toEqual([0, 0, 10, 10]);
	});
});

describe("ticks", () => {
	it("are 1-2-5 on a log axis", () => {
		expect(logTicks(0.05, 2)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
		expect(logTicks(0.001, 0.01)).toEqual([0.001, 0.002, 0.005, 0.01]);
	});

	it("are round on a linear axis", () => {
		expect(linearTicks(-0.31, 0.12, 5)).toEqual([-0.3, -0.2, -0.1, 0, 0.1]);
		expect(linearTicks(0, 60, 10)).toEqual([0, 10, 20, 30, 40, 50, 60]);
	});

	it("lie within the bounds and are never more than asked for", () => {
		fc.assert(
			fc.property(
				fc.double({ min: -1e6, max: 1e6, noNaN: true }),
				fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
				fc.integer({ min: 1, max: 12 }),
				(from, span, most) => {
					const ticks = linearTicks(from, from + span, most);
					expect(ticks.length).toBeLessThanOrEqual(most + 1);
					const slack = (Math.abs(from) + span) * 1e-6;
					for (const tick of ticks) {
						expect(tick).toBeGreaterThanOrEqual(from - slack);
						expect(tick).toBeLessThanOrEqual(from + span + slack);
					}
					expect(String(niceStep(span, most).toExponential(0))).toMatch(/^[125]e/);
				},
			),
		);
	});
});
