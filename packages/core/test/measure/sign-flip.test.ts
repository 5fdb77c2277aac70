import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signFlip } from "../../src/measure/sign-flip.ts";

function byEnumeration(differences: number[]): number {
	const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
	let asFar = 0;
	for (let signs = 0; signs < 2 ** differences.length; signs++) {
		const sum = differences.reduce((total, d, b) => total + (signs & (1 << b) ? d : -d), 0);
		if (Math.abs(sum) >= observed) asFar++;
	}
	return asFar / 2 ** differences.length;
}

describe("signFlip", () => {
	it("equals the enumeration of all sign patterns", () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 10 }), (differences) => {
				expect(signFlip(differences)).toBeCloseTo(byEnumeration(differences), 12);
			}),
			{ seed: 11, numRuns: 200 },
		);
	});

	it("gives one imposed blackout no say, however many resolutions it cost", () => {
		expect(signFlip([0, 0, -500, 0, 0, 0, 0, 0])).toBe(1);
	});

	it("needs seven blocks that all point one way for p ≤ 0.025", () => {
		expect(signFlip(new Array(6).fill(-1))).toBeGreaterThan(0.025);
		expect(signFlip(new Array(7).fill(-1))).toBeLessThan(0.025);
	});

	it("stays exact over hundreds of blocks", () => {
		expect(signFlip(new Array(720).fill(1))).toBeCloseTo(2 ** -719, 220);
	});
});
