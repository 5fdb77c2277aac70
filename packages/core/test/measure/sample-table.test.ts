import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/measure/random.ts";
import type { Sample } from "../../src/measure/sample.ts";
import {
	nameForms,
	outcomeNames,
	SampleTableBuilder,
	type TableFrame,
	tableOf,
} from "../../src/measure/sample-table.ts";
import { sampleSchema } from "../../src/report/sample-schema.ts";
import { simulateRun } from "./simulated-run.ts";

const run = simulateRun({
	nodes: ["attic", "cellar"],
	arms: [{ arm: "direct", failing: 0.1 }, { arm: "cache" }],
	workloads: ["hot", "cold"],
	durationMs: 20_000,
});
const frame: TableFrame = { ...run, nodes: ["attic", "cellar"] };

describe("a table of samples", () => {
	it("knows every form and outcome that a sample can have", () => {
		expect([...nameForms].sort()).toEqual([...sampleSchema.shape.form.options].sort());
		expect([...outcomeNames].sort()).toEqual([...sampleSchema.shape.outcome.options].sort());
	});

	it("holds each sample as a row", () => {
		const [sample] = run.samples as [Sample];
		const table = tableOf([{ ...sample, staleMs: 40, gaveUp: true, latencyMs: null }, sample], frame);
		expect(table).toMatchObject({ rows: 2, nodes: ["attic", "cellar"], arms: ["direct", "cache"] });
		expect([...table.latencyMs]).toEqual([Number.NaN, sample.latencyMs ?? Number.NaN]);
		expect([...table.staleMs]).toEqual([40, Number.NaN]);
		expect([...table.gaveUp]).toEqual([1, 0]);
		expect(table.intendedMs[1]).toBe(sample.intendedMs);
		expect(table.latenessMs[1]).toBe(sample.latenessMs);
		expect(table.attempts[1]).toBe(sample.attempts.length);
	});

	it("grows over many pieces without losing a row", () => {
		const [sample] = run.samples as [Sample];
		const builder = new SampleTableBuilder(frame);
		for (let tuple = 0; tuple < 200_000; tuple++) builder.add({ ...sample, tuple });
		const table = builder.finish();
		expect(table.rows).toBe(200_000);
		expect(table.tuple.every((tuple, row) => tuple === row)).toBe(true);
	});

	it("refuses a node or an arm that its run does not know", () => {
		const [sample] = run.samples as [Sample];
		const builder = new SampleTableBuilder(frame);
		expect(() => builder.add({ ...sample, node: "shed" })).toThrow('unknown node "shed"');
		expect(() => builder.add({ ...sample, arm: "article" })).toThrow('unknown arm "article"');
		expect(builder.finish().rows).toBe(0);
	});

	it("refuses more nodes or arms than it has numbers for", () => {
		const many = (length: number) => Array.from({ length }, (_, i) => String(i));
		expect(() => new SampleTableBuilder({ ...frame, nodes: many(65_537) })).toThrow("more than 65536 nodes");
		expect(() => new SampleTableBuilder({ ...frame, arms: many(257) })).toThrow("more than 256 arms");
	});

	it("keeps the ten slowest of each node and workload whole, in whatever order they came", () => {
		const exemplars = (samples: readonly Sample[]) => tableOf(samples, frame).exemplars;
		const kept = exemplars(run.samples);
		expect(kept).toHaveLength(2 * 2 * 10);
		expect(exemplars(createRandom("order").shuffle(run.samples))).toEqual(kept);
		// A failed one was waited for until its only packet was given up.
		const slow = (sample: Sample) => sample.latencyMs ?? 5_000;
		const ofOne = (samples: readonly Sample[]) =>
			samples.filter(
				({ node, workload, intendedMs }) => node === "attic" && workload === "hot" && intendedMs >= 0,
			);
		const fastestKept = Math.min(...ofOne(kept).map(slow));
		const others = ofOne(run.samples).filter((sample) => !kept.includes(sample));
		expect(Math.max(...others.map(slow))).toBeLessThanOrEqual(fastestKept);
	});

	it("keeps none that does not count", () => {
		const voided = run.samples.map((sample): Sample => ({ ...sample, outcome: "aborted" }));
		expect(tableOf(voided, frame).exemplars).toEqual([]);
	});
});
