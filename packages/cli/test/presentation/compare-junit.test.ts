import type { BenchComparison, SubjectShift } from "@localdns/core/report";
import { expect, it } from "vitest";
import { compareJunit } from "../../src/presentation/compare-junit.ts";

const rate = { estimate: 0, low: 0, high: 0, method: "newcombe" };
const quantile = { estimate: 1, low: 1, high: 1 };
const side = (arm: string) => ({
	arm,
	resolutions: 100,
	failed: 0,
	failureRate: rate,
	p50: quantile,
	p99: quantile,
	episodes: 0,
});

function comparison(verdict: SubjectShift["verdict"], comparable = true): BenchComparison {
	const run = {
		id: "a1",
		startedAt: "2026-01-01T00:00:00.000Z",
		durationMs: 1,
		arms: ["direct", "cache"],
		nodes: ["far"],
	};
	const subject: SubjectShift = {
		before: side("none"),
		after: side("cache"),
		failureRateDelta: rate,
		pValue: 1,
		fisherP: 1,
		p50DeltaMs: null,
		p99: { pValue: 1, excess: 0, deltaMs: null },
		blocks: { before: 9, after: 9, lengthMs: 5000 },
		differenceInDifferences: null,
		adjusted: { failures: 1, p99: 1 },
		verdict,
		reason: 'Because "1 < 2" & so.',
		annotations: ["unpaired"],
	};
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchComparison",
		toolVersion: "0.0.0",
		before: run,
		after: run,
		deadlineMs: 5000,
		comparable,
		reasons: comparable ? [] : ["The runs differ in their ndots: 5 and 1."],
		workloads: [{ name: "hot", control: null, subjects: [subject] }],
		verdict,
		headline: "",
	};
}

it("fails an arm that became worse, and skips what was not shown", () => {
	expect(compareJunit(comparison("worse"))).toContain(
		'name="hot: none → cache"><failure message="worse: Because &quot;1 &lt; 2&quot; &amp; so."/>',
	);
	expect(compareJunit(comparison("inconclusive"))).toContain("<skipped message=");
	expect(compareJunit(comparison("better"))).toContain('tests="2" failures="0" errors="0" skipped="0"');
});

it("has an error and no failure where the runs cannot be compared", () => {
	const xml = compareJunit(comparison("worse", false));
	expect(xml).toContain('failures="0" errors="1" skipped="1"');
	expect(xml).toContain("ndots: 5 and 1");
});

it("says beside the verdict where the runs did not ask for the same names", () => {
	const { workloads, ...rest } = comparison("worse");
	const names = { common: 1, onlyBefore: [], onlyAfter: ["cart.shop"], finding: "The names differ." };
	const text = compareJunit({ ...rest, workloads: workloads.map((workload) => ({ ...workload, names })) });
	expect(text).toContain('&amp; so. The names differ."/>');
});
