import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { Sample } from "../../src/measure/sample.ts";
import type { Truth } from "../../src/measure/truth.ts";
import type { BenchReport, BenchRun } from "../../src/report/bench-report.ts";
import { jsonSchemas } from "../../src/report/json-schema.ts";
import { sampleSchema, type truthSchema } from "../../src/report/sample-schema.ts";
import { type benchReportSchema, benchRunSchema } from "../../src/report/schema.ts";
import { syntheticRun } from "./synthetic-run.ts";

describe("the schema of a run", () => {
	it("is the same type as the one the code uses", () => {
		expectTypeOf<z.output<typeof sampleSchema>>().toEqualTypeOf<Sample>();
		expectTypeOf<z.output<typeof truthSchema>>().toEqualTypeOf<Truth>();
		expectTypeOf<z.output<typeof benchReportSchema>>().toEqualTypeOf<BenchReport>();
		// `extends` and `extend` make different but mutually assignable types.
		expectTypeOf<z.output<typeof benchRunSchema>>().toExtend<BenchRun>();
		expectTypeOf<BenchRun>().toExtend<z.output<typeof benchRunSchema>>();
	});

	it("keeps every field of a run", () => {
		const run = syntheticRun({ durationMs: 2000 });
		expect(benchRunSchema.parse(run)).toEqual(run);
	});

	it("refuses an outcome that it does not know", () => {
		const [sample] = syntheticRun({ durationMs: 2000 }).samples;
		expect(sampleSchema.safeParse({ ...sample, outcome: "lost" }).success).toBe(false);
	});

	it("is published for every JSON that bench prints, open for later fields", () => {
		const schemas = jsonSchemas();
		expect(Object.keys(schemas)).toEqual(["bench-report", "bench-run", "bench-sample"]);
		expect(JSON.stringify(schemas)).not.toContain('"additionalProperties":false');
		expect(schemas["bench-report"]).toMatchObject({ properties: { kind: { const: "BenchReport" } } });
	});
});
