import { describe, expect, it } from "vitest";
import { english } from "../../../src/report/language/en.ts";
import { type ForestGroup, forestPlot } from "../../../src/report/svg/forest.ts";
import { narrowWidth, wideWidth } from "../../../src/report/svg/lanes.ts";

const delta = (estimate: number) => ({
	estimate,
	low: estimate - 0.02,
	high: estimate + 0.02,
	method: "block-t",
});
const groups: ForestGroup[] = [
	{
		arm: "resilient",
		index: 1,
		rows: [
			{ label: "pi-attic", delta: delta(-0.05), pooled: false },
			{ label: "all nodes", delta: delta(-0.03), pooled: true },
		],
	},
];

describe("forestPlot", () => {
	it.each([wideWidth, narrowWidth])("prints what it printed before, %i wide", (width) => {
		expect(forestPlot(groups, "direct", width, english).text).toMatchSnapshot();
	});

	it("shows zero even when every interval lies on one side of it", () => {
		expect(forestPlot(groups, "direct", wideWidth, english).text).toMatch(/class="axis mid"[^>]*>0</);
	});

	it("draws something for arms that do not differ at all", () => {
		const none = { estimate: 0, low: 0, high: 0, method: "block-t" };
		const svg = forestPlot(
			[{ arm: "direct#2", index: 1, rows: [{ label: "all nodes", delta: none, pooled: true }] }],
			"direct",
			wideWidth,
			english,
		).text;
		expect(svg).not.toContain("NaN");
		expect(svg).toContain("0.00 pp");
	});
});
