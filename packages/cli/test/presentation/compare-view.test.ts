import { type BenchComparison, languages, type RunSide, type Shift } from "@localdns/core/report";
import { describe, expect, it } from "vitest";
import { renderCompareTable } from "../../src/presentation/compare-view.ts";

const side = (arm: string, failed: number, p99: RunSide["p99"]): RunSide => ({
	arm,
	resolutions: 1200,
	failed,
	failureRate: { estimate: failed / 1200, low: 0, high: 0.0031, method: "wilson" },
	p50: { estimate: 43.2, low: 42, high: 44 },
	p99,
	episodes: 9,
});
const beyond = { estimate: null, low: null, high: null, beyondDeadline: true };

const shift = (before: RunSide, after: RunSide, estimate: number): Shift => ({
	before,
	after,
	failureRateDelta: { estimate, low: estimate - 0.02, high: estimate + 0.02, method: "newcombe" },
	pValue: 0.0004,
	fisherP: 1e-9,
	p50DeltaMs: { estimate: -0.13, low: -1.2, high: 0.94, method: "order-statistic-newcombe" },
	p99: { pValue: 0.03, excess: -0.01, deltaMs: null },
	blocks: { before: 12, after: 12, lengthMs: 5000 },
});

function comparison(overrides: Partial<BenchComparison> = {}): BenchComparison {
	const run = { startedAt: "2026-11-02T10:00:00.000Z", durationMs: 60_000, nodes: ["far"] };
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchComparison",
		toolVersion: "0.0.0-test",
		before: { ...run, id: "7f3c", arms: ["direct", "article"] },
		after: { ...run, id: "8a01", arms: ["direct", "resilient"] },
		deadlineMs: 5000,
		comparable: true,
		reasons: [],
		workloads: [
			{
				name: "hot",
				control: {
					...shift(side("direct", 217, beyond), side("direct", 220, beyond), 0.0025),
					moved: false,
					finding: "The control direct was not seen to move.",
				},
				subjects: [
					{
						...shift(
							side("article", 60, beyond),
							side("resilient", 0, { estimate: 1.9, low: 1.6, high: 2.4 }),
							-0.05,
						),
						differenceInDifferences: {
							estimate: -0.0525,
							low: -0.08,
							high: -0.02,
							method: "difference-in-differences",
						},
						adjusted: { failures: 0.0008, p99: 0.03 },
						verdict: "better",
						reason: "resilient moved, the control did not.",
						annotations: ["unpaired"],
					},
				],
			},
		],
		verdict: "better",
		headline: "article → resilient on hot names, unpaired: better.",
		...overrides,
	};
}

describe("renderCompareTable", () => {
	it("shows both runs side by side, the verdict last", () => {
		const text = renderCompareTable(comparison(), { color: false });
		expect(text).toMatchInlineSnapshot(`
			"localdns bench compare · 7f3c → 8a01
			comparable   ✓ yes, unpaired
			before       run 7f3c · 2026-11-02T10:00:00.000Z · 1 min · node far · arms direct, article
			after        run 8a01 · 2026-11-02T10:00:00.000Z · 1 min · node far · arms direct, resilient

			HOT NAMES
			                     before             after              change
			  direct (control)
			  failed             217/1,200  18.1%   220/1,200  18.3%   +0.25 pp   [−1.75 to +2.25]   p < 0.001
			  p50                43.2 ms            43.2 ms            −0.13 ms   [−1.20 to +0.94]
			  p99                > 5 s              > 5 s              –                             p = 0.030
			  article → resilient
			  failed             60/1,200  5.00%    0/1,200  ≤0.31%    −5.00 pp   [−7.00 to −3.00]   p < 0.001
			  p50                43.2 ms            43.2 ms            −0.13 ms   [−1.20 to +0.94]
			  p99                > 5 s              1.90 ms            –                             p = 0.030
			  less the control                                         −5.25 pp   [−8.00 to −2.00]

			VERDICTS on what changed between the runs · Holm over failures and p99, α 0.05
			hot: direct                control   The control direct was not seen to move.
			hot: article → resilient   better    resilient moved, the control did not. (unpaired)

			article → resilient on hot names, unpaired: better.
			"
		`);
		expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
	});

	it("prints no verdict of runs that cannot be compared, and why", () => {
		const text = renderCompareTable(
			comparison({ comparable: false, reasons: ["The runs differ in their ndots: 5 and 1."] }),
			{
				color: false,
			},
		);
		expect(text).toContain("✗ no: no verdict");
		expect(text).toContain("The runs differ in their ndots: 5 and 1.");
		expect(text).not.toContain("better");
	});

	it("names nodes that are left out in the language of the table", () => {
		const { en, zh } = languages;
		const text = (language: typeof en) =>
			renderCompareTable(
				comparison({ leftOut: [{ node: "attic", reason: "the second run has no results of it" }] }),
				{ color: false, language },
			);
		expect(text(en)).toMatch(/^left out +attic: the second run has no results of it$/m);
		expect(text(zh)).toMatch(/^未计入 +attic：第二次测量中没有它的结果$/m);
	});

	it("names what only one run asked, and the nodes of a paired verdict, in the language of the table", () => {
		const { en, zh } = languages;
		const [hot] = comparison().workloads;
		const [subject] = hot?.subjects ?? [];
		if (hot === undefined || subject === undefined) throw new Error("no subject");
		const failureRateDelta = { estimate: -0.05, low: -0.06, high: -0.04, method: "block-t" };
		const paired = {
			...{ baseline: "direct", failureRateDelta, verdict: "better" as const, verdictNodes: 4 },
			unpairedMinusPaired: 0.01,
		} as const;
		const names = {
			...{ common: 2, onlyBefore: [], onlyAfter: ["cart.shop"] },
			finding:
				"The runs did not ask quite the same hot names: 2 in common; only in the first: none; only in the second: cart.shop.",
		};
		const annotations = ["unpaired", "names differ"];
		const workload = { ...hot, names, subjects: [{ ...subject, paired, annotations }] };
		const text = (language: typeof en) =>
			renderCompareTable(comparison({ workloads: [workload] }), { color: false, width: 200, language });
		expect(text(en)).toMatch(/^names +The runs did not ask quite the same hot names: 2 in common; /m);
		expect(text(en)).toMatch(/paired, − direct .*better \(its 4 nodes\)$/m);
		expect(text(zh)).toMatch(
			/^域名 +两次测量查询的热点域名不完全相同：共有 2 个；仅第一次：无；仅第二次：cart\.shop。$/m,
		);
		expect(text(zh)).toMatch(/更好（其 4 个节点）$/m);
		expect(text(zh)).toContain("（非配对；域名不同）");
	});

	it("shows the subjects alone where the runs share no control", () => {
		const [hot] = comparison().workloads;
		if (hot === undefined) throw new Error("no workload");
		const text = renderCompareTable(comparison({ workloads: [{ ...hot, control: null }] }), { color: false });
		expect(text).not.toContain("(control)");
		expect(text).toContain("article → resilient");
	});

	it("has escape sequences with colour only, none from names", () => {
		const named = comparison({ headline: "evil\u001b[2J" });
		expect(renderCompareTable(named, { color: false })).not.toContain("\u001b");
		expect(renderCompareTable(named, { color: true })).toContain("\u001b[32m");
		expect(renderCompareTable(named, { color: true })).not.toContain("\u001b[2J");
	});
});
