import { beforeAll, describe, expect, it } from "vitest";
import { compareRuns } from "../../src/measure/compare-runs.ts";
import type { BenchComparison } from "../../src/report/bench-comparison.ts";
import { renderCompareShort } from "../../src/report/compare-short.ts";
import { renderCompareHtml } from "../../src/report/html/compare-page.ts";
import { languages } from "../../src/report/language/index.ts";
import { storeRun } from "../../src/report/stored-run.ts";
import { syntheticRun } from "./synthetic-run.ts";

const save = (seed: number) =>
	storeRun(syntheticRun({ seed, arms: ["direct", "resilient"], durationMs: 60_000 }));
let comparison: BenchComparison;
beforeAll(() => {
	comparison = compareRuns(save(1), { ...save(2) }, "0.0.0-test");
});

describe("renderCompareHtml", () => {
	it("says what changed, what the control did, and what unpaired means", () => {
		const page = renderCompareHtml(comparison);
		expect(page).toContain('<span class="sub">control</span>');
		expect(page).toContain("paired, − direct");
		expect(page).toContain("<h2>Unpaired, and what that means</h2>");
		for (const { control } of comparison.workloads) expect(page).toContain(control?.finding);
		expect(page.match(/<figure/g)).toHaveLength(comparison.workloads.length);
		expect(page).not.toMatch(/<script|https?:|NaN|undefined/);
	});

	it("keeps the figures of an arm in one row group", () => {
		const page = renderCompareHtml(comparison);
		for (const [body = "", rows] of page.matchAll(
			/<tbody><tr><th scope="rowgroup" rowspan="(\d+)".*?<\/tbody>/gs,
		))
			expect(body.match(/<tr>/g)).toHaveLength(Number(rows));
	});

	it("has no verdict of runs that cannot be compared", () => {
		const other = save(2);
		const page = renderCompareHtml(
			compareRuns(save(1), { ...other, run: { ...other.run, ndots: 1 } }, "0.0.0-test"),
		);
		expect(page).toContain("The runs differ in their ndots: 5 and 1.");
		expect(page).toContain("These runs cannot be compared.");
		expect(page).not.toContain('class="reasons"');
	});

	it("names nodes that are left out", () => {
		const page = renderCompareHtml(
			{ ...comparison, leftOut: [{ node: "pi-9", reason: "the first run has no results of it" }] },
			languages.zh,
		);
		expect(page).toContain("pi-9");
		expect(page).toContain("第一次测量中没有它的结果");
	});
});

describe("renderCompareShort", () => {
	it("fits a chat: both runs, control and arm of each workload, the verdict", () => {
		for (const t of Object.values(languages)) {
			const lines = renderCompareShort(comparison, t).trimEnd().split("\n");
			expect(lines).toHaveLength(2 + 2 * comparison.workloads.length);
			expect(lines.length).toBeLessThanOrEqual(12);
			expect(lines[1]).toContain(t.page.compare.control);
		}
	});
});
