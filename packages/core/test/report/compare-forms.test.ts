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
const names = {
	...{ common: 2, onlyBefore: [], onlyAfter: ["cart.shop"] },
	finding:
		"The runs did not ask quite the same hot names: 2 in common; only in the first: none; only in the second: cart.shop.",
};
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

	it("names the column of each figure beside it, for a page too narrow for a table", () => {
		const page = renderCompareHtml(comparison);
		const cells = [...page.matchAll(/<tbody><tr><th scope="rowgroup".*?<\/tbody>/gs)].flatMap(([body]) =>
			[...body.matchAll(/<td class="nowrap"( data-label="[^"]+")?>/g)].map(([, label]) => label),
		);
		expect(cells.length).toBeGreaterThan(30);
		expect(cells).not.toContain(undefined);
		expect(page).toContain('<td class="nowrap" data-label="95% interval"><span class="soft">[');
		expect(page).toContain('data-label="95% interval"></td>');
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

	it("names what only one of the runs asked, and of how many nodes a paired verdict is", () => {
		const workloads = comparison.workloads.map((workload) => ({
			...workload,
			names,
			subjects: workload.subjects.map((subject) =>
				subject.paired === undefined
					? subject
					: { ...subject, paired: { ...subject.paired, verdictNodes: 4 } },
			),
		}));
		const page = renderCompareHtml({ ...comparison, workloads });
		expect(page).toContain(`<span class="pill">names</span><span>${names.finding}</span>`);
		expect(page).toContain('<span class="sub">on the 4 nodes of that run</span>');
		const chinese = renderCompareHtml({ ...comparison, workloads }, languages.zh);
		expect(chinese).toContain("仅第二次：cart.shop。");
		expect(chinese).toContain("基于该次测量的 4 个节点");
	});

	it("says once that a workload has no name in common, which is why its arms have no verdict", () => {
		const workloads = comparison.workloads.map((workload) => ({
			...workload,
			names: { ...names, common: 0 },
			subjects: workload.subjects.map((subject) => ({
				...subject,
				verdict: null,
				reason: names.finding,
			})),
		}));
		const said = renderCompareHtml({ ...comparison, workloads }).split(names.finding).length - 1;
		expect(said).toBe(workloads.flatMap(({ subjects }) => subjects).length);
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

	it("names what only one of the runs asked, and is no longer than twelve lines", () => {
		const [workload] = comparison.workloads;
		if (workload === undefined) throw new Error("no workload");
		const workloads = Array.from({ length: 6 }, () => ({ ...workload, names }));
		const lines = renderCompareShort({ ...comparison, workloads }, languages.zh)
			.trimEnd()
			.split("\n");
		expect(lines).toHaveLength(12);
		expect(lines.at(-2)).toMatch(/^- 两次测量查询的热点域名不完全相同：/);
	});
});
