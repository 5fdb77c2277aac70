import { describe, expect, it } from "vitest";
import { settleSample } from "../../src/measure/interruption.ts";
import { judgeSample } from "../../src/measure/judge.ts";
import type { Attempt, Sample } from "../../src/measure/sample.ts";
import type { Truth } from "../../src/measure/truth.ts";

const web = "web.shop.svc.cluster.local.";
/** The Service moves at 10 s and again at 20 s. */
const truth: Truth = {
	[web]: [
		{ sinceMs: null, addresses: ["10.43.1.1"] },
		{ sinceMs: 10_000, addresses: ["10.43.1.2"] },
		{ sinceMs: 20_000, addresses: ["10.43.1.3"] },
	],
	"new.shop.svc.cluster.local.": [
		{ sinceMs: null, addresses: [] },
		{ sinceMs: 15_000, addresses: ["10.43.9.9"] },
	],
};

const attempt = (
	name: string,
	outcome: Attempt["outcome"],
	startMs = 0,
	rttMs: number | null = 20,
): Attempt => ({
	name,
	type: "A",
	transport: "udp",
	server: "169.254.20.10",
	tryNumber: 1,
	startMs,
	rttMs,
	outcome,
});

function sample(intendedMs: number, over: Partial<Sample>): Sample {
	return {
		kind: "sample",
		node: "far",
		arm: "resilient",
		workload: "fresh",
		tuple: 1,
		name: "web.shop",
		form: "svc.ns",
		intendedMs,
		latenessMs: 0,
		latencyMs: 20,
		outcome: "ok",
		gaveUp: false,
		addresses: [],
		nxdomain: false,
		attempts: [],
		...over,
	};
}

const answered = (intendedMs: number, address: string, over: Partial<Sample> = {}) =>
	sample(intendedMs, {
		addresses: [address],
		attempts: [attempt("web.shop.shop.svc.cluster.local.", "nxdomain"), attempt(web, "answer", 20)],
		...over,
	});

const denied = (intendedMs: number, over: Partial<Sample> = {}) =>
	sample(intendedMs, {
		name: "new.shop",
		nxdomain: true,
		outcome: "unexpected_nxdomain",
		latencyMs: null,
		attempts: [
			attempt("new.shop.shop.svc.cluster.local.", "nxdomain"),
			attempt("new.shop.svc.cluster.local.", "nxdomain", 20),
			attempt("new.shop.cluster.local.", "nxdomain", 40),
		],
		...over,
	});

const judged = (sample: Sample, states: Truth) => judgeSample(sample, states, 5_000);

describe("judgeSample", () => {
	it("leaves an answer alone that is true", () => {
		const right = answered(5_000, "10.43.1.1");
		expect(judged(right, truth)).toEqual(right);
	});

	it("calls an answer stale that was true once, with the time since it ceased to be", () => {
		expect(judged(answered(14_000, "10.43.1.1"), truth)).toMatchObject({
			outcome: "ok",
			staleMs: 4_000,
		});
	});

	it("calls an answer fresh that became true or untrue while the question was under way", () => {
		const slow = { latencyMs: 900 };
		expect(judged(answered(9_500, "10.43.1.2", slow), truth)).not.toHaveProperty("staleMs");
		expect(judged(answered(9_500, "10.43.1.2", slow), truth).outcome).toBe("ok");
		expect(judged(answered(9_500, "10.43.1.1", slow), truth)).not.toHaveProperty("staleMs");
		expect(judged(answered(9_500, "10.43.1.1", slow), truth).outcome).toBe("ok");
	});

	it("calls an answer wrong that was never true, and one that will only be", () => {
		expect(judged(answered(5_000, "10.43.7.7"), truth)).toMatchObject({
			outcome: "wrong_answer",
			latencyMs: null,
		});
		expect(judged(answered(5_000, "10.43.1.3"), truth).outcome).toBe("wrong_answer");
	});

	it("calls a part of the addresses wrong", () => {
		const two: Truth = { [web]: [{ sinceMs: null, addresses: ["10.43.1.1", "10.43.1.2"] }] };
		expect(judged(answered(5_000, "10.43.1.1"), two).outcome).toBe("wrong_answer");
	});

	it("keeps a true answer beyond the deadline late", () => {
		expect(judged(answered(1_000, "10.43.1.1", { latencyMs: 5_020 }), truth).outcome).toBe("late");
	});

	it("takes NXDOMAIN for a name that does not exist yet as right, though the probe did not expect it", () => {
		expect(judged(denied(5_000), truth)).toMatchObject({ outcome: "ok", latencyMs: 60 });
	});

	it("takes NXDOMAIN for a name that exists by now as stale, with the time since it began to exist", () => {
		expect(judged(denied(18_000), truth)).toMatchObject({ outcome: "ok", staleMs: 3_000 });
	});

	it("takes NXDOMAIN for a name that always existed as failed", () => {
		const always: Truth = { "new.shop.svc.cluster.local.": [{ sinceMs: null, addresses: ["10.43.9.9"] }] };
		expect(judged(denied(5_000, { outcome: "ok", latencyMs: 60 }), always).outcome).toBe(
			"unexpected_nxdomain",
		);
	});

	it("leaves timeouts, and names that the truth does not know, to the probe", () => {
		const lost = sample(5_000, {
			outcome: "timeout",
			latencyMs: null,
			attempts: [attempt(web, "timeout", 0, null)],
		});
		expect(judged(lost, truth)).toBe(lost);
		const outside = sample(5_000, {
			addresses: ["192.0.2.1"],
			attempts: [attempt("example.org.", "answer")],
		});
		expect(judged(outside, truth)).toBe(outside);
	});

	it("leaves alone what an interruption cut off, whatever came back by then", () => {
		const asked = sample(9_000, { addresses: ["10.43.1.1"], attempts: [attempt(web, "answer")] });
		const cutOff = settleSample(asked, 7_000);
		expect(judgeSample(cutOff, truth, 5_000).outcome).toBe("aborted");
	});

	it("takes NODATA for a lie when the name is one of the truth", () => {
		const attempts = [attempt("new.shop.svc.cluster.local.", "nodata")];
		expect(judgeSample(sample(16_000, { attempts }), truth, 5_000)).toMatchObject({
			outcome: "unexpected_nodata",
			latencyMs: null,
		});
		const elsewhere = [attempt("www.example.org.", "nodata")];
		expect(judgeSample(sample(16_000, { attempts: elsewhere }), truth, 5_000).outcome).toBe("ok");
	});
});
