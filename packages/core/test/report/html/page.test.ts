import { describe, expect, it } from "vitest";
import type { BenchReport } from "../../../src/report/bench-report.ts";
import { renderHtml } from "../../../src/report/html/page.ts";
import { reportOf, storeRun } from "../../../src/report/stored-run.ts";
import { syntheticRun } from "../synthetic-run.ts";

const document = syntheticRun({ durationMs: 10_000, blackouts: [{ startMs: 2000, durationMs: 1000 }] });
const run = storeRun(document);
const page = renderHtml(run);

/** The text a reader sees. */
const textOf = (html: string) => html.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, " ");

/** Elements that are open at the end, or closed in the wrong order. */
function unbalanced(html: string): string[] {
	const open: string[] = [];
	const wrong: string[] = [];
	for (const [tag, slash, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)(?:\s[^>]*)?>/g)) {
		if (tag.endsWith("/>") || ["meta"].includes(name)) continue;
		if (slash === "") open.push(name);
		else if (open.pop() !== name) wrong.push(tag);
	}
	return [...wrong, ...open];
}

describe("renderHtml", () => {
	it("is one page that loads and runs nothing", () => {
		expect(page.startsWith("<!doctype html>")).toBe(true);
		expect(page).not.toMatch(/<script|<link|<iframe|<img|\bsrc=|@import|url\(|https?:|\son[a-z]+=/i);
		expect(page).toContain("default-src 'none'");
	});

	it("is well formed and free of values that are none", () => {
		expect(unbalanced(page)).toEqual([]);
		expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
	});

	it("has light and dark colours", () => {
		expect(page).toContain("prefers-color-scheme:dark");
		expect(page).toContain("color-scheme:light dark");
	});

	it("has six plots per workload, each with its figures in a table", () => {
		const figures = [...page.matchAll(/<figure.*?<\/figure>/gs)].map(([figure]) => figure);
		expect(figures).toHaveLength(6 * run.workloads.length);
		for (const figure of figures) {
			expect(figure).toMatch(/<svg .*<details>.*<table>.*<tr><td>/s);
		}
	});

	it("gives every plot that is not decoration a name", () => {
		const plots = [...page.matchAll(/<svg [^>]*>/g)].map(([tag]) => tag);
		expect(plots.every((tag) => /aria-label="[^"]+"|aria-hidden="true"/.test(tag))).toBe(true);
	});

	it("says the headline first, then the workloads in their order, and its limits last", () => {
		const report = structuredClone(run);
		const [hot, cold] = report.workloads;
		for (const comparison of hot?.comparisons ?? []) comparison.verdict = "better";
		for (const comparison of cold?.comparisons ?? []) comparison.verdict = "worse";
		const text = renderHtml(report);
		const places = [
			run.headline,
			"✓ valid",
			'<section id="hot">',
			'<section id="cold">',
			'<section id="method">',
		].map((part) => text.indexOf(part));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places[0]).toBeGreaterThan(0);
	});

	it("marks name changes only where the names asked can change", () => {
		const sections = [...page.matchAll(/<section id="(\w+)">.*?<\/section>/gs)];
		const flagged = sections.filter(([section]) => section.includes('class="flag"')).map(([, name]) => name);
		expect(flagged).toEqual(["hot"]);
	});

	it("prints no verdict of a run that is not valid", () => {
		const invalid: BenchReport = {
			...run,
			validity: { ...run.validity, valid: false, reasons: ["the probe was 82 ms late at p99"] },
		};
		expect(renderHtml(invalid)).not.toMatch(/class="(tiles|scroll glance|reasons)"/);
		const text = textOf(renderHtml(invalid));
		expect(text).toContain("the probe was 82 ms late at p99");
		expect(text).not.toContain(run.headline);
		expect(text).not.toMatch(/\bbetter\b|\bworse\b|no detectable difference|inconclusive/);
	});

	it("shows a report without samples and says which plots are missing", () => {
		const text = renderHtml(reportOf(run));
		expect(text).toContain("Plots of single resolutions need the samples");
		expect(text.match(/<figure/g)).toHaveLength(run.workloads.length);
		expect(unbalanced(text)).toEqual([]);
	});

	it("prints no quantile from too few resolutions", () => {
		const [short, long] = [20_000, 600_000].map((durationMs) =>
			renderHtml(
				storeRun(syntheticRun({ durationMs, rate: 10, workloads: ["hot"], arms: ["direct", "resilient"] })),
			),
		);
		const row = (text = "") => /<tr><td>99\.9%<\/td>(.*?)<\/tr>/s.exec(text)?.[1];
		expect(row(short)).toMatch(/<td[^>]*>–<\/td>$/);
		expect(row(long)).toMatch(/ (ms|s)<\/td>$/);
	});

	it("takes no markup from names in the run", () => {
		const evil = '"><script>alert(1)</script>';
		const report = storeRun(
			syntheticRun({ durationMs: 3000, arms: [evil, "resilient"], nodes: [`${evil}1`, `${evil}2`] }),
		);
		report.headline = evil;
		report.changes = [{ atMs: 100, text: evil }];
		const text = renderHtml(report);
		expect(text).not.toContain("<script");
		expect(unbalanced(text)).toEqual([]);
	});

	it("survives a run in which nothing was measured", () => {
		const none = storeRun({ ...document, samples: [] });
		const empty = { ...none, workloads: [], nodes: [], verdict: null };
		expect(unbalanced(renderHtml(empty))).toEqual([]);
		const unasked = structuredClone(none);
		for (const { arms } of unasked.workloads) for (const arm of arms) arm.resolutions = 0;
		expect(renderHtml(unasked)).toContain("No resolution of this workload was measured.");
	});

	it("says when its plots show less than its figures, because the file was cut off", () => {
		expect(page).not.toContain("was cut off");
		const kept = document.samples.filter(({ workload }) => workload === "hot").slice(0, 50);
		const cut = textOf(renderHtml(storeRun({ ...document, samples: kept })));
		const counted = document.samples.filter(({ workload }) => workload === "hot").length;
		expect(cut).toContain(`show the 50 resolutions that are left of the ${counted} in the figures`);
		expect(cut).toContain("show the 0 resolutions that are left");
		expect(unbalanced(renderHtml(storeRun({ ...document, samples: [] })))).toEqual([]);
	});

	it("stays below 3 MiB for eight nodes, three arms, three workloads and 15 minutes", () => {
		const big = syntheticRun({
			nodes: Array.from({ length: 8 }, (_, index) => `node-${index}`),
			workloads: ["hot", "cold", "external"],
			durationMs: 900_000,
			rate: 1,
		});
		expect(big.samples.length).toBeGreaterThan(60_000);
		expect(renderHtml(storeRun(big)).length).toBeLessThan(3 * 1024 * 1024);
	});

	it("gives the same page for the same run", () => {
		expect(renderHtml(storeRun(document))).toBe(page);
	});
});
