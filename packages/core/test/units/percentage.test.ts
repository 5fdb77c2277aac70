import { expect, it } from "vitest";
import { formatPercentage, parsePercentage } from "../../src/units/percentage.ts";

it.each([
	["5%", 0.05],
	["0.5%", 0.005],
	["0%", 0],
	["100%", 1],
])("reads %s as a share and prints it again", (text, share) => {
	expect(parsePercentage(text)).toBeCloseTo(share, 12);
	expect(formatPercentage(share)).toBe(text);
});

it.each(["5", "0.05", "101%", "-1%", "5 %", "%", "five%"])("refuses %j", (text) =>
	expect(parsePercentage(text)).toBeUndefined(),
);

it("prints no digits of binary fractions", () => expect(formatPercentage(0.07)).toBe("7%"));
