import { describe, expect, it } from "vitest";
import { areaPath, stepPath, tickPath } from "../../../src/report/svg/path.ts";

describe("stepPath", () => {
	it("goes level, then up", () => {
		expect(
			stepPath([
				[0, 10],
				[4, 8],
				[4, 6],
				[9.04, 6],
			]),
		).toBe("M0 10H4V8V6H9");
	});

	it("reaches the last point, however near", () => {
		expect(
			stepPath([
				[0, 0],
				[10, 0],
				[10.2, 0.2],
			]),
		).toBe("M0 0H10H10.2V0.2");
	});

	it("is empty without points", () => {
		expect(stepPath([])).toBe("");
	});

	it("stays small with a hundred thousand points and still ends at the last", () => {
		const points = Array.from({ length: 100_001 }, (_, i) => [i / 250, 300 - i / 400] as const);
		const path = stepPath(points);
		expect(path.length).toBeLessThan(15_000);
		expect(path.endsWith("H400V50")).toBe(true);
	});
});

describe("areaPath", () => {
	it("closes the area", () => {
		expect(
			areaPath([
				[0, 0],
				[1, 2.55],
				[3, 0],
			]),
		).toBe("M0 0L1 2.6L3 0Z");
		expect(areaPath([])).toBe("");
	});
});

describe("tickPath", () => {
	it("draws ticks that fall on the same half pixel once", () => {
		expect(tickPath([10.1, 10.2, 20], 5, 12)).toBe("M10 5v12M20 5v12");
	});
});
