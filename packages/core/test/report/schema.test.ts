import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { compareRuns } from "../../src/measure/compare-runs.ts";
import type { Sample } from "../../src/measure/sample.ts";
import type { Truth } from "../../src/measure/truth.ts";
import type { BenchComparison } from "../../src/report/bench-comparison.ts";
import type { BenchReport, BenchRun } from "../../src/report/bench-report.ts";
import { benchComparisonSchema } from "../../src/report/comparison-schema.ts";
import { sampleSchema, type truthSchema } from "../../src/report/sample-schema.ts";
import { type benchReportSchema, benchRunSchema } from "../../src/report/schema.ts";
import { storeRun } from "../../src/report/stored-run.ts";
import { syntheticRun } from "./synthetic-run.ts";

describe("the schema of a run", () => {
	it("is the same type as the one the code uses", () => {
		expectTypeOf<z.output<typeof sampleSchema>>().toEqualTypeOf<Sample>();
		expectTypeOf<z.output<typeof truthSchema>>().toEqualTypeOf<Truth>();
		expectTypeOf<z.output<typeof benchReportSchema>>().toEqualTypeOf<BenchReport>();
		expectTypeOf<z.output<typeof benchComparisonSchema>>().toExtend<BenchComparison>();
		expectTypeOf<BenchComparison>().toExtend<z.output<typeof benchComparisonSchema>>();
		// `extends` and `extend` make different but mutually assignable types.
		expectTypeOf<z.output<typeof benchRunSchema>>().toExtend<BenchRun>();
		expectTypeOf<BenchRun>().toExtend<z.output<typeof benchRunSchema>>();
	});

	it("keeps every field of a run", () => {
		const run = syntheticRun({ durationMs: 2000 });
		expect(benchRunSchema.parse(run)).toEqual(run);
	});

	it("describes a comparison of two runs just as it is made", () => {
		const comparison = compareRuns(
			storeRun(syntheticRun({ seed: 1, durationMs: 20_000 })),
			storeRun(syntheticRun({ seed: 2, durationMs: 20_000 })),
			"0.0.0-test",
		);
		expect(comparison.workloads).toHaveLength(2);
		expect(benchComparisonSchema.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
	});

	it("refuses an outcome that it does not know", () => {
		const [sample] = syntheticRun({ durationMs: 2000 }).samples;
		expect(sampleSchema.safeParse({ ...sample, outcome: "lost" }).success).toBe(false);
	});
});
