import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/measure/analyse.ts";
import type { Sample } from "../../src/measure/sample.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { parseRun } from "../../src/report/read.ts";
import { type StoredRun, storeRun } from "../../src/report/stored-run.ts";
import { writeRun } from "../../src/report/write.ts";
import { syntheticRun } from "./synthetic-run.ts";
import { wholeText } from "./whole-text.ts";

/** A synthetic run whose figures come from the analysis instead of from the generator. */
function analysed(durationMs: number): { run: StoredRun; samples: readonly Sample[] } {
	const { samples, ...run } = syntheticRun({ durationMs, rate: 10 });
	const { table } = storeRun({ ...run, samples });
	const analysis = analyseRun({
		...run.run,
		nodes: [{ node: "far", link: "WAN" }],
		table,
		truth: run.truth,
		workloads: run.workloads.map(({ name, rate }) => ({ workload: name, rate })),
		crossingArm: "direct",
		gapMs: 50,
		link: run.link,
		floorSamplesMs: run.floorSamplesMs,
		planned: samples.length,
		stray: 0,
		interrupted: false,
	});
	return { run: { ...run, ...analysis, table }, samples };
}

describe("a run as the analysis describes it", () => {
	it.each([60_000, 5_000, 200])("survives being written and read, %i ms long", async (durationMs) => {
		const { run, samples } = analysed(durationMs);
		expect(parseRun(await wholeText(writeRun(run, samples)), "run.json")).toEqual({ ok: true, run });
	});

	it.each([60_000, 5_000, 200])("makes a page without values that are none, %i ms long", (durationMs) => {
		expect(renderHtml(analysed(durationMs).run)).not.toMatch(/NaN|undefined|Infinity/);
	});
});
