import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	countText,
	lengthText,
	pointsRangeText,
	pointsText,
	pValueText,
	ratioText,
	shareRangeText,
	shareText,
	timeRangeText,
	timeText,
} from "../../src/report/number-text.ts";

describe("figures as text", () => {
	it.each([
		[countText(7), "7"],
		[countText(1_234_567), "1,234,567"],
		[shareText(0), "0%"],
		[shareText(0.00002), "<0.01%"],
		[shareText(0.0007), "0.07%"],
		[shareText(0.0199), "1.99%"],
		[shareText(0.183), "18.3%"],
		[shareText(0.9999), ">99.9%"],
		[shareText(1), "100%"],
		[shareRangeText({ low: 0.16, high: 0.2041 }), "16.0–20.4"],
		[pointsText(-0.0192), "−1.92 pp"],
		[pointsText(0.183), "+18.3 pp"],
		[pointsText(-0.00001), "0.00 pp"],
		[pointsRangeText({ low: -0.025, high: 0.013 }), "−2.50 to +1.30"],
		[timeText(0.31), "0.31 ms"],
		[timeText(43.21), "43.2 ms"],
		[timeText(358.4), "358 ms"],
		[timeText(999.7), "1.00 s"],
		[timeText(5027), "5.03 s"],
		[timeText(10_027), "10.0 s"],
		[timeRangeText(42.9, 43.5), "42.9–43.5"],
		[timeRangeText(0.9, 1500), "0.90 ms to 1.50 s"],
		[timeRangeText(4120, null), "4.12 s to ∞"],
		[lengthText(50), "50 ms"],
		[lengthText(45_000), "45 s"],
		[lengthText(120_000), "2 min"],
		[lengthText(3_600_000), "1 h"],
		[pValueText(0.00001), "p < 0.001"],
		[pValueText(0.0431), "p = 0.043"],
		[pValueText(0.4), "p = 0.40"],
		[ratioText(0.0115), "÷87"],
		[ratioText(1.02), "×1.02"],
	])("%s", (text, expected) => {
		expect(text).toBe(expected);
	});

	it("never rounds some failures to none, or all but some to all", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 20_000 }), (a, b) => {
				const text = shareText(Math.min(a, b) / (Math.max(a, b) + 1));
				expect(text).not.toBe("0%");
				expect(text).not.toBe("100%");
				expect(text).not.toBe("0.00%");
			}),
		);
	});
});
