import { describe, expect, it } from "vitest";
import { english } from "../../../src/report/language/en.ts";
import { countAbove, distributions } from "../../../src/report/plot-samples.ts";
import { ecdfPlot } from "../../../src/report/svg/ecdf.ts";
import { tailPlot } from "../../../src/report/svg/tail.ts";
import { plotRows, sample } from "./small-run.ts";

const marks = { floorMs: 0.2, deadlineMs: 5000 };
const samples = [
	...[1, 10, 100].map((latencyMs) => sample({ latencyMs })),
	sample({ latencyMs: null, outcome: "timeout" }),
	...[0.3, 0.5].map((latencyMs) => sample({ arm: "resilient", latencyMs })),
];
const arms = distributions(plotRows(samples, { arms: ["direct", "resilient"] }));

/** Vertical places that a line visits. */
const heights = (path: string) => [...path.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
const lineOf = (svg: string, arm: number) =>
	new RegExp(`class="line arm-${arm}" d="([^"]*)"`).exec(svg)?.[1] ?? "";

describe("distributions", () => {
	it("count failures in the total only, late answers too", () => {
		const late = distributions(
			plotRows([...samples, sample({ latencyMs: 5005, outcome: "late" })], { arms: ["direct", "resilient"] }),
		);
		expect(late[0]?.answered).toEqual(Float64Array.of(1, 10, 100));
		expect(late[0]?.total).toBe(5);
	});

	it("count what lies above a value", () => {
		const sorted = Float64Array.of(1, 2, 2, 3);
		expect([0, 1, 2, 2.5, 3].map((value) => countAbove(sorted, value))).toEqual([4, 3, 1, 1, 0]);
	});
});

describe("ecdfPlot", () => {
	it("prints what it printed before", () => {
		expect(ecdfPlot(arms, marks, english).text).toMatchSnapshot();
	});

	it("levels off at the share that did not fail", () => {
		const svg = ecdfPlot(arms, marks, english).text;
		// 100 % is at 34, 0 % at 280.
		expect(heights(lineOf(svg, 0)).at(-1)).toBeCloseTo(280 - 0.75 * 246, 1);
		expect(heights(lineOf(svg, 1)).at(-1)).toBe(34);
		expect(svg).toContain("25.0% failed");
	});

	it("only ever rises", () => {
		const places = heights(lineOf(ecdfPlot(arms, marks, english).text, 0));
		expect(places).toEqual([...places].sort((a, b) => b - a));
	});
});

describe("tailPlot", () => {
	it("prints what it printed before", () => {
		expect(tailPlot(arms, marks, english).text).toMatchSnapshot();
	});

	it("only ever falls", () => {
		const places = heights(lineOf(tailPlot(arms, marks, english).text, 0));
		expect(places.length).toBeGreaterThan(1);
		expect(places).toEqual([...places].sort((a, b) => a - b));
	});

	it("says of an arm without failures that none failed", () => {
		expect(tailPlot(arms, marks, english).text).toContain("none failed");
	});
});
