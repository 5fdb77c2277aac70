import { LocaldnsError } from "@localdns/core";
import type { ProbePlan } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { parsePlan, parseWaitingPlan } from "../src/plan-input.ts";

const plan: ProbePlan = {
	kind: "ProbePlan",
	node: "far",
	seed: 7,
	startAtMs: 1,
	warmupMs: 0,
	durationMs: 1000,
	gapMs: 50,
	deadlineMs: 5000,
	stubProfile: "glibc",
	allArms: ["direct", "resilient"],
	arms: [{ arm: "direct", nameservers: ["10.43.0.10", "[fd00::10]:53"] }],
	workloads: [
		{
			workload: "cold",
			rate: 1,
			names: { "*": [{ name: "x-{arm}-{n}.", form: "absolute", expect: "nxdomain" }] },
		},
	],
};
const complaint = (text: string): string => {
	try {
		parsePlan(text);
	} catch (error) {
		if (error instanceof LocaldnsError && error.code === "LDNS301") return error.message;
		throw error;
	}
	throw new Error("no complaint");
};
const bent = (change: object): string => complaint(JSON.stringify({ ...plan, ...change }));
const cold = (change: object) => ({ workloads: [{ ...plan.workloads[0], ...change }] });

describe("parsePlan", () => {
	it("returns a plan that it can work with", () => {
		expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
	});

	it("does without a start that is told later", () => {
		const { startAtMs: _, ...waiting } = plan;
		expect(parseWaitingPlan(JSON.stringify(waiting))).toEqual(waiting);
	});

	it.each(["", "{", "null", "[]", "7"])("names what is wrong with %j", (text) => {
		expect(complaint(text)).toMatch(/not JSON|kind/);
	});

	it.each<[string, object, RegExp]>([
		["another kind", { kind: "Plan" }, /kind: read "Plan"/],
		["a seed in parts", { seed: 1.5 }, /seed: read 1.5/],
		["a run that is no text", { run: 7 }, /run: read 7/],
		["no start", { startAtMs: undefined }, /startAtMs/],
		[
			"metrics of another protocol",
			{ cacheMetrics: "https://192.0.2.7/metrics" },
			/cacheMetrics: read "https/,
		],
		["metrics without an address", { cacheMetrics: "metrics" }, /cacheMetrics: read "metrics"/],
		["a negative gap", { gapMs: -1 }, /gapMs: read -1; allowed is a number from 0/],
		["no duration", { durationMs: undefined }, /durationMs/],
		[
			"an unknown stub",
			{ stubProfile: "bionic" },
			/stubProfile: read "bionic"; allowed is glibc, musl, go, raw/,
		],
		[
			"an arm of no run",
			{ arms: [{ arm: "other" }] },
			/arms: read "other"; allowed is one of direct, resilient/,
		],
		[
			"a nameserver by name",
			{ arms: [{ arm: "direct", nameservers: ["dns.example"] }] },
			/nameservers of direct: read "dns.example"/,
		],
		["an unknown workload", cold({ workload: "warm" }), /workload: read "warm"/],
		["a rate that is text", cold({ rate: "1" }), /rate of cold: read "1"/],
		[
			"an arm without names",
			cold({ names: { direct: plan.workloads[0]?.names["*"] } }),
			/names for the arm resilient/,
		],
		[
			"a name that is none",
			cold({ names: { "*": [{ name: "a..b", form: "svc", expect: "address" }] } }),
			/names of cold: read "a..b"/,
		],
		[
			"an unknown expectation",
			cold({ names: { "*": [{ name: "a", form: "svc", expect: "yes" }] } }),
			/expect of a: read "yes"/,
		],
	])("refuses %s", (_what, change, message) => {
		expect(bent(change)).toMatch(message);
	});
});
