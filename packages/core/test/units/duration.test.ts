import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../src/units/duration.ts";

describe("parseDuration", () => {
	it.each([
		["43ms", 43],
		["0.5s", 500],
		["2.3s", 2300],
		["90s", 90_000],
		["1m30s", 90_000],
		["2m", 120_000],
		["1h", 3_600_000],
	])("reads %s", (text, ms) => expect(parseDuration(text)).toBe(ms));

	it.each(["", "43", "ms", "-1s", "1 s", "1d", "1s2", "1e3ms", ".5s", "NaNs"])("refuses %j", (text) =>
		expect(parseDuration(text)).toBeUndefined(),
	);
});

describe("formatDuration", () => {
	it.each([
		[43, "43ms"],
		[1500, "1.5s"],
		[25_000, "25s"],
		[90_000, "1m30s"],
		[3_600_000, "1h"],
	])("prints %d ms as %s, which reads back", (ms, text) => {
		expect(formatDuration(ms)).toBe(text);
		expect(parseDuration(text)).toBe(ms);
	});
});
