import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../src/measure/compare-runs.ts";
import { renderCompareHtml } from "../../src/report/html/compare-page.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { languages } from "../../src/report/language/index.ts";
import { renderPrometheus } from "../../src/report/prometheus.ts";
import { parseRun } from "../../src/report/read.ts";
import { renderShort } from "../../src/report/short.ts";
import { hasSamples, reportOf } from "../../src/report/stored-run.ts";

/** Files as earlier versions wrote them, each a real measurement: they stay readable for good. */
const files = {
	"lab.json.gz": { samples: true, valid: true, headline: /^Inconclusive: The difference of −9\.71 pp/ },
	"lab-report.json.gz": { samples: false, valid: false, headline: /^No verdict: The probe was late/ },
	"cluster-baseline.json.gz": { samples: true, valid: true, headline: /^Nothing to compare/ },
} as const;

function read(name: string) {
	const bytes = readFileSync(new URL(`../fixtures/runs/${name}`, import.meta.url));
	const parsed = parseRun(gunzipSync(bytes).toString("utf8"), name);
	if (!parsed.ok) throw parsed.error;
	return parsed.run;
}

describe.each(Object.entries(files))("%s", (name, { samples, valid, headline }) => {
	const run = read(name);

	it("is read as what it is", () => {
		expect(hasSamples(run)).toBe(samples);
		expect(run.validity.valid).toBe(valid);
		expect(run.headline).toMatch(headline);
		if (hasSamples(run)) expect(run.table.rows).toBeGreaterThan(500);
	});

	it.each(["en", "zh"] as const)("is shown in every form (%s)", (language) => {
		const t = languages[language];
		const page = renderHtml(run, t);
		expect(page).toContain(`<html lang="${t.tag}">`);
		expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
		if (samples) expect(page).toContain(t.page.ecdf.title);
		expect(renderShort(reportOf(run), t).trimEnd().split("\n").length).toBeLessThanOrEqual(12);
		expect(renderPrometheus(reportOf(run))).toContain(`localdns_bench_valid ${Number(valid)}`);
	});
});

describe("a run of the first version", () => {
	it("can be compared, with itself: nothing changed", () => {
		const run = read("lab.json.gz");
		if (!hasSamples(run)) throw new Error("it has samples");
		const comparison = compareRuns(run, run, "0.0.0-test");
		expect(comparison.comparable).toBe(true);
		expect(comparison.workloads.flatMap(({ subjects }) => subjects.map(({ pValue }) => pValue))).toEqual(
			comparison.workloads.flatMap(({ subjects }) => subjects.map(() => 1)),
		);
		expect(renderCompareHtml(comparison, languages.zh)).toContain("非配对");
	});
});
