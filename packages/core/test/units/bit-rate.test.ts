import { expect, it } from "vitest";
import { formatBitRate, parseBitRate } from "../../src/units/bit-rate.ts";

it.each([
	["1mbit", 1e6],
	["1.5mbit", 1.5e6],
	["800kbit", 8e5],
	["2gbit", 2e9],
	["10bit", 10],
])("reads %s and prints it again", (text, rate) => {
	expect(parseBitRate(text)).toBe(rate);
	expect(formatBitRate(rate)).toBe(text);
});

it("takes the spelling of data sheets too", () => expect(parseBitRate("1Mbit/s")).toBe(1e6));

it.each(["1", "1mb", "1mbyte", "0mbit", "-1mbit", "1 mbit", "1mbit/h"])("refuses %j", (text) =>
	expect(parseBitRate(text)).toBeUndefined(),
);
