import type { BenchReport } from "@localdns/core/report";
import { expect, it } from "vitest";
import { benchJunit } from "../../src/presentation/bench-junit.ts";
import { labReport } from "./lab-report.ts";

/** The lab's report as that of a cluster of two nodes. */
function report(verdict: "better" | "worse" | "same" | "inconclusive"): BenchReport {
	const run = labReport();
	const workloads = run.workloads.map((workload) => ({
		...workload,
		comparisons: workload.comparisons.map((comparison) => ({
			...comparison,
			verdict,
			reason: "Because <b> & so.",
		})),
	}));
	return {
		...run,
		run: { ...run.run, nodes: ["near", "far"] },
		workloads,
		nodes: ["near", "far"].map((node) => ({ node, link: "", workloads })),
	};
}
const counts = (xml: string) => {
	const [, tests, failures, errors, skipped] =
		/<testsuite .* tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)">/.exec(xml) ?? [];
	return [tests, failures, errors, skipped].map(Number);
};
const comparisons = report("same").workloads.flatMap((workload) => workload.comparisons).length;

it("has a test for each comparison, over all nodes and on each, and fails those that are worse", () => {
	expect(counts(benchJunit(report("worse")))).toEqual([1 + 3 * comparisons, 3 * comparisons, 0, 0]);
	expect(counts(benchJunit(report("better")))).toEqual([1 + 3 * comparisons, 0, 0, 0]);
});

it("skips what was not shown, and a node that does not count", () => {
	expect(counts(benchJunit(report("inconclusive")))).toEqual([1 + 3 * comparisons, 0, 0, 3 * comparisons]);
	const fit = { besideClusterDns: false, planned: 1, received: 1, latenessP99Ms: 1, floorP50Ms: 1 };
	const xml = benchJunit({
		...report("worse"),
		measuredNodes: [
			{ node: "near", state: "measured", ...fit },
			{ node: "far", state: "void", reason: "It was throttled.", ...fit },
			{ node: "gone", state: "missing", reason: "Its pod was evicted.", ...fit },
		],
	});
	expect(counts(xml)).toEqual([2 + 3 * comparisons, 2 * comparisons, 1, comparisons]);
	expect(xml).toContain('<error message="Its pod was evicted."/>');
});

it("is an error where the run is not valid, and escapes what it says", () => {
	const { validity, ...rest } = report("worse");
	const xml = benchJunit({ ...rest, validity: { ...validity, valid: false, reasons: ["Too late."] } });
	expect(counts(xml)).toEqual([1 + 3 * comparisons, 0, 1, 3 * comparisons]);
	expect(xml).toContain("no verdict: Because &lt;b&gt; &amp; so.");
});
