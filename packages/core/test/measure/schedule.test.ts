import { describe, expect, it } from "vitest";
import type { NamePlan, ProbePlan } from "../../src/measure/probe-plan.ts";
import { type Slot, schedule } from "../../src/measure/schedule.ts";

const address = (name: string): NamePlan => ({ name, form: "svc", expect: "address" });
const plan: ProbePlan = {
	kind: "ProbePlan",
	node: "far",
	seed: 7,
	startAtMs: 0,
	warmupMs: 10_000,
	durationMs: 60_000,
	gapMs: 50,
	deadlineMs: 5000,
	stubProfile: "glibc",
	allArms: ["direct", "resilient"],
	arms: [{ arm: "direct" }, { arm: "resilient" }],
	workloads: [
		{ workload: "hot", rate: 5, names: { "*": ["a", "b", "c", "d"].map(address) } },
		{
			workload: "cold",
			rate: 2,
			names: { "*": [{ name: "x-{arm}-{n}.", form: "absolute", expect: "nxdomain" }] },
		},
		{ workload: "external", rate: 1, names: { direct: [address("e")], resilient: [address("f")] } },
	],
};
const slotsOf = (change: Partial<ProbePlan> = {}) => [...schedule({ ...plan, ...change })];
const tuplesOf = (slots: Slot[], workload: string) => [
	...Map.groupBy(
		slots.filter((each) => each.workload === workload),
		(each) => each.tuple,
	).values(),
];

describe("schedule", () => {
	it("is in time order from the start of the warm-up to the end", () => {
		const times = slotsOf().map((each) => each.atMs);
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(times[0]).toBeGreaterThanOrEqual(-10_000);
		expect(times.at(-1)).toBeLessThan(60_000 + 50);
	});

	it("changes with the seed and with nothing else", () => {
		expect(slotsOf()).toEqual(slotsOf());
		expect(slotsOf({ seed: 8 })).not.toEqual(slotsOf());
		expect(slotsOf({ node: "other", startAtMs: 99, stubProfile: "go" })).toEqual(slotsOf());
	});

	it("gives a probe of one arm exactly its part of the whole", () => {
		const whole = slotsOf();
		for (const arm of plan.allArms)
			expect(slotsOf({ arms: [{ arm }] })).toEqual(whole.filter((each) => each.arm === arm));
	});

	it("does not move one workload because another is left out", () => {
		const hotOnly = slotsOf({ workloads: plan.workloads.slice(0, 1) });
		expect(hotOnly).toEqual(slotsOf().filter((each) => each.workload === "hot"));
	});

	it("asks every arm once in every tuple, in random order, gapMs apart", () => {
		const tuples = tuplesOf(slotsOf(), "hot");
		for (const [first, second, ...more] of tuples) {
			expect(more).toEqual([]);
			expect(first?.arm).not.toBe(second?.arm);
			expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeCloseTo(50, 6);
		}
		const directFirst = tuples.filter(([first]) => first?.arm === "direct").length / tuples.length;
		expect(directFirst).toBeGreaterThan(0.4);
		expect(directFirst).toBeLessThan(0.6);
	});

	it("asks all arms for the same hot name, and each for its own cold and external one", () => {
		for (const slots of tuplesOf(slotsOf(), "hot"))
			expect(new Set(slots.map((each) => each.name.name)).size).toBe(1);
		const cold = slotsOf()
			.filter((each) => each.workload === "cold")
			.map((each) => each.name.name);
		expect(new Set(cold).size).toBe(cold.length);
		expect(cold).toContain("x-1-3.");
		for (const slot of slotsOf()) {
			if (slot.workload === "external") expect(slot.name.name).toBe(slot.arm === "direct" ? "e" : "f");
		}
	});

	it("arrives at the rate asked for with exponential gaps", () => {
		const slots = slotsOf({
			durationMs: 2_000_000,
			arms: [{ arm: "direct" }],
			allArms: ["direct"],
			workloads: plan.workloads.slice(0, 1),
		});
		const times = slots.filter((each) => each.atMs >= 0).map((each) => each.atMs);
		// 10,000 expected, standard deviation 100.
		expect(times.length).toBeGreaterThan(9_600);
		expect(times.length).toBeLessThan(10_400);
		const longGaps = times.filter(
			(atMs, index) => index > 0 && atMs - (times[index - 1] as number) > 200,
		).length;
		// Of exponential gaps with mean 200 ms a share of 1/e is longer than the mean.
		expect(longGaps / times.length).toBeCloseTo(Math.exp(-1), 1);
	});

	it("deals every name equally often", () => {
		const counts = new Map<string, number>();
		for (const { workload, atMs, arm, name } of slotsOf({ durationMs: 600_000 })) {
			if (workload === "hot" && atMs >= 0 && arm === "direct")
				counts.set(name.name, (counts.get(name.name) ?? 0) + 1);
		}
		expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(2);
	});

	it("asks every hot name in the warm-up, however low the rate", () => {
		const workloads = [
			{
				workload: "hot" as const,
				rate: 0.1,
				names: { "*": Array.from({ length: 30 }, (_, i) => address(`n${i}`)) },
			},
		];
		const warmup = slotsOf({ workloads }).filter((each) => each.atMs < 0 && each.arm === "direct");
		expect(new Set(warmup.map((each) => each.name.name)).size).toBe(30);
		expect(Math.max(...warmup.map((each) => each.atMs))).toBeLessThan(-1_000);
	});

	it("leaves out a workload without a rate", () => {
		expect(slotsOf({ workloads: plan.workloads.map((each) => ({ ...each, rate: 0 })) })).toEqual([]);
	});
});
