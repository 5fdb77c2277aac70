import { describe, expect, it } from "vitest";
import { cellWidth, renderColumns } from "../../src/presentation/table.ts";

describe("renderColumns", () => {
	it("lines columns up without borders and without blanks at the ends of lines", () => {
		expect(
			renderColumns([
				["a", "1"],
				["long name", ""],
				["b", "22\n333"],
			]),
		).toBe(["a           1", "long name", "b           22", "            333"].join("\n"));
	});

	it("lets a row of one cell span all columns without widening the first", () => {
		expect(renderColumns([["a heading here"], ["a", "1"], ["longer label", "2"]])).toBe(
			["a heading here", "a              1", "longer label   2"].join("\n"),
		);
	});

	it("wraps the last column to the width", () => {
		const text = renderColumns([["label", "one two three four five six seven eight nine ten"]], 40);
		expect(text.split("\n").length).toBeGreaterThan(1);
		expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(40);
	});

	it("counts a Chinese character as the two columns that it takes", () => {
		expect(cellWidth("失败率")).toBe(6);
		expect(cellWidth("p99，5 s")).toBe(8);
	});

	it("wraps Chinese prose, which has no blanks, to the width", () => {
		const text = renderColumns([["结论", "在热点域名上缓存优于直接查询".repeat(5)]], 40);
		expect(text.split("\n").length).toBeGreaterThan(1);
		expect(Math.max(...text.split("\n").map(cellWidth))).toBeLessThanOrEqual(40);
	});

	it("takes escape sequences for nothing when it measures", () => {
		expect(cellWidth("\u001b[32mok\u001b[39m\nthree")).toBe(5);
	});
});
