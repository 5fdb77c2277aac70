import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/measure/analyse.ts";
import type { BenchRun } from "../../src/report/bench-report.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { parseRun } from "../../src/report/read.ts";
import { writeRun } from "../../src/report/write.ts";
import { syntheticRun } from "./synthetic-run.ts";

/** A synthetic run whose figures come from the analysis instead of from the generator. */
function analysed(durationMs: number): BenchRun {
	const run = syntheticRun({ durationMs, rate: 10 });
	const analysis = analyseRun({
		...run.run,
		nodes: [{ node: "far", link: "WAN" }],
		samples: run.samples,
		truth: run.truth,
		workloads: run.workloads.map(({ name, rate }) => ({ workload: name, rate })),
		crossingArm: "direct",
		gapMs: 50,
		link: run.link,
		floorSamplesMs: run.floorSamplesMs,
		planned: run.samples.length,
		stray: 0,
		interrupted: false,
	});
	return { ...run, ...analysis };
}

describe("a run as the analysis describes it", () => {
	it.each([60_000, 5_000, 200])("survives being written and read, %i ms long", (durationMs) => {
		const run = analysed(durationMs);
		expect(parseRun([...writeRun(run)].join(""), "run.json")).toEqual({ ok: true, run });
	});

	it.each([60_000, 5_000, 200])("makes a page without values that are none, %i ms long", (durationMs) => {
		expect(renderHtml(analysed(durationMs))).not.toMatch(/NaN|undefined|Infinity/);
	});
});
