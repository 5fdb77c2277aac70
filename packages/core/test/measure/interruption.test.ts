import { describe, expect, it } from "vitest";
import { settleInterrupted } from "../../src/measure/interruption.ts";
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
		const { samples: settled, durationMs } = settleInterrupted(samples, 20_000, 5_000);
		expect(durationMs).toBe(15_000);
		expect(settled.map((each) => each.outcome)).toEqual(["ok", "timeout", "aborted", "aborted"]);
	});

	it("has nothing to judge before the first deadline has passed", () => {
		const { samples: settled, durationMs } = settleInterrupted([sample(100, "ok")], 4_000, 5_000);
		expect(durationMs).toBe(0);
		expect(settled[0]?.outcome).toBe("aborted");
	});

	it("leaves the warm-up as it was", () => {
		expect(settleInterrupted([sample(-3_000, "ok")], 9_000, 5_000).samples[0]?.outcome).toBe("ok");
	});
});
