import { describe, expect, it } from "vitest";
import { reviewPrediction } from "../../../src/measure/review-prediction.ts";
import type { BenchReport } from "../../../src/report/bench-report.ts";
import { renderPredictionHtml } from "../../../src/report/html/prediction-page.ts";
import { languages } from "../../../src/report/language/index.ts";
import { foretellingRun, outcomeRun } from "../foretold-runs.ts";

const basis = [
	"rtt 43.0 ms: median of 1,200 answered UDP exchanges, the server's own time in it",
	"jitter 3.00 ms: nine of ten lay between 40.1 ms and 45.9 ms",
	"loss 5.0% each way: 117 of 1,200 exchanges were not answered, taken as equal both ways",
	"bursts of 300 ms: how fast losses stop telling of the next ones",
	"bursts: a lost packet told nothing of the next one",
	"blackouts: 2, 8.00 s together, in which at least 5 packets in a row were lost",
	"blackouts: none of 3 s or more",
];

function pageOf(change: Partial<BenchReport> = {}, language = languages.en): string {
	const run = foretellingRun(change);
	const like = { runId: "before", startedAt: "2026-11-01T00:00:00Z", node: "far", arm: "direct", basis };
	const reviewed = reviewPrediction({ ...run, like }, outcomeRun(), "0.0.0");
	if (!reviewed.ok) throw new Error(reviewed.reason);
	return renderPredictionHtml(reviewed.review, 5000, language);
}
const { validity, run } = foretellingRun();
const late = { ...validity, valid: false, reasons: ["The probe's own floor was not measured."] };

describe("renderPredictionHtml", () => {
	it("puts what was foretold beside what came, and says whether they agree", () => {
		const page = pageOf();
		expect(page).toContain("they agree within their intervals");
		expect(page).toContain("article → cache");
		expect(page.match(/<span class="pill better">agrees<\/span>/g)?.length).toBeGreaterThan(3);
		expect(page).toContain("what the cache changes");
		expect(page).not.toMatch(/<script|https?:|NaN|undefined|not judged<\/span>/);
	});

	it("says that nothing is judged of a lab run that is not valid, and why", () => {
		const page = pageOf({ validity: late });
		expect(page).toContain('<span class="pill invalid">not judged</span>');
		expect(page).toContain("The lab run is not valid: The probe&#39;s own floor was not measured.");
		expect(page).not.toContain(">agrees<");
	});

	it.each<[string, Partial<BenchReport>]>([
		["judged", {}],
		["not judged", { validity: late }],
		["of another stub", { run: { ...run, stubProfile: "musl" } }],
	])("leaves no English sentence on the page in Chinese, %s", (_, change) => {
		const text = pageOf(change, languages.zh)
			.replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, "")
			.replace(/<[^>]*>/g, "\n");
		expect(text.match(/\b[A-Za-z]{2,}[,;:]? [a-z]{2,}[,;:]? [a-z]{2,}\b/g) ?? []).toEqual([]);
		expect(text).toContain("实测");
	});
});
