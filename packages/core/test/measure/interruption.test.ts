import { describe, expect, it } from "vitest";
import { countedDuration, settleSample } from "../../src/measure/interruption.ts";
import type { Sample } from "../../src/measure/sample.ts";

const sample = (intendedMs: number, outcome: Sample["outcome"]): Sample => ({
	kind: "sample",
	node: "far",
	arm: "direct",
	workload: "hot",
	tuple: 0,
	name: "web",
	form: "svc",
	intendedMs,
	latenessMs: 0,
	latencyMs: outcome === "ok" ? 1 : null,
	outcome,
	gaveUp: false,
	addresses: [],
	nxdomain: false,
	attempts: [],
});

describe("an interrupted run", () => {
	it("counts what was open past its deadline as a timeout, and ends for all one deadline earlier", () => {
		const samples = [
			sample(1_000, "ok"),
			sample(14_999, "aborted"),
			sample(15_001, "aborted"),
			sample(15_002, "ok"),
		];
		const durationMs = countedDuration(20_000, 5_000);
		expect(durationMs).toBe(15_000);
		expect(samples.map((each) => settleSample(each, durationMs).outcome)).toEqual([
			"ok",
			"timeout",
			"aborted",
			"aborted",
		]);
	});

	it("has nothing to judge before the first deadline has passed", () => {
		expect(countedDuration(4_000, 5_000)).toBe(0);
		expect(settleSample(sample(100, "ok"), 0).outcome).toBe("aborted");
	});

	it("leaves the warm-up as it was", () => {
		expect(settleSample(sample(-3_000, "ok"), 4_000).outcome).toBe("ok");
	});
});
