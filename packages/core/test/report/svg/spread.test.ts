import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spread } from "../../../src/report/svg/spread.ts";

describe("spread", () => {
	it("leaves labels alone that do not touch", () => {
		expect(spread([10, 100, 60], 20, 0, 200)).toEqual([10, 100, 60]);
	});

	it("moves touching labels apart around their middle", () => {
		expect(spread([50, 52], 20, 0, 200)).toEqual([41, 61]);
	});

	it("keeps labels within the bounds", () => {
		expect(spread([0, 1, 2], 20, 0, 200)).toEqual([0, 20, 40]);
	});

	it("keeps the order and the gap, and the bounds while the labels fit", () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 9 }), (wishes) => {
				const places = spread(wishes, 30, 0, 300);
				const order = wishes.map((_, i) => i).sort((a, b) => (wishes[a] as number) - (wishes[b] as number));
				for (const [rank, index] of order.entries()) {
					expect(places[index]).toBeGreaterThanOrEqual(-1e-6);
					expect(places[index]).toBeLessThanOrEqual(300 + 1e-6);
					const before = order[rank - 1];
					if (before !== undefined)
						expect((places[index] as number) - (places[before] as number)).toBeGreaterThanOrEqual(30 - 1e-6);
				}
			}),
		);
	});
});
