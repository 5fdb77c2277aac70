import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/measure/analyse.ts";
import { judgeNodes, type ProbeFacts } from "../../src/measure/fitness.ts";
import type { MeasuredRun } from "../../src/measure/measured-run.ts";
import { orderResolutions, splitByNode } from "../../src/measure/resolutions.ts";
import type { Sample } from "../../src/measure/sample.ts";
import { thinFloor } from "../../src/measure/thin-floor.ts";
import { type SimulatedMeasurement, simulateRun, withSamples } from "./simulated-run.ts";

const nodes = ["attic", "cellar", "shed"];
const sound = simulateRun({
	nodes,
	arms: [{ arm: "direct", failing: 0.1 }, { arm: "cache" }],
	rate: 4,
	durationMs: 120_000,
});

/** The run with every nth sample of one node changed. */
const spoil = (node: string, every: number, over: Partial<Sample>): SimulatedMeasurement =>
	withSamples(
		sound,
		sound.samples.map((sample, i) =>
			sample.node === node && i % every === 0 ? { ...sample, ...over } : sample,
		),
	);

const voidOf = (run: SimulatedMeasurement, facts: Record<string, ProbeFacts> = {}) =>
	judgeNodes(run.table, new Map(Object.entries(facts)), run).map((node) => node.void);

describe("judgeNodes", () => {
	it("finds nothing against probes that were fit, and says what they brought", () => {
		const [attic] = judgeNodes(sound.table, new Map([["attic", { floorMs: [0.3, 0.1, 0.2] }]]), sound);
		const received = sound.samples.filter(
			({ node, intendedMs }) => node === "attic" && intendedMs >= 0,
		).length;
		expect(attic).toEqual({
			node: "attic",
			received,
			latenessP99Ms: expect.closeTo(0.3 * Math.log(100), 0),
			floorP50Ms: 0.2,
		});
		expect(voidOf(sound)).toEqual([undefined, undefined, undefined]);
	});

	it.each<[string, SimulatedMeasurement, Record<string, ProbeFacts>, RegExp]>([
		[
			"was late",
			spoil("cellar", 50, { latenessMs: 90 }),
			{},
			/was late: 1 % .* more than 90\.0 ms .*limit 25 ms/,
		],
		["missed slots", spoil("cellar", 50, { outcome: "probe_fault" }), {}, /missed \d+ of \d+ slots/],
		[
			"was throttled",
			sound,
			{ cellar: { throttled: { periods: 20, ms: 1500 } } },
			/throttled: .* 20 periods, 1\.5 s/,
		],
		[
			"had its clock set",
			sound,
			{ cellar: { clockSteps: [{ atMs: 61_000, byMs: -30_000 }] } },
			/set by -30\.0 s at 61 s/,
		],
	])("takes out the node whose probe %s, and no other", (_, run, facts, reason) => {
		expect(voidOf(run, facts)).toEqual([undefined, expect.stringMatching(reason), undefined]);
	});

	it("forgives a throttled period, and a clock that was moved a little", () => {
		const slight = { throttled: { periods: 1, ms: 40 }, clockSteps: [{ atMs: 5_000, byMs: 400 }] };
		expect(voidOf(sound, { attic: slight })).toEqual([undefined, undefined, undefined]);
	});

	it("does not count a node that asked nothing", () => {
		const without = withSamples(
			sound,
			sound.samples.filter(({ node }) => node !== "shed"),
		);
		expect(judgeNodes(without.table, new Map(), without)[2]).toEqual({
			node: "shed",
			received: 0,
			latenessP99Ms: null,
			floorP50Ms: null,
			void: "Nothing that its probe asked counts.",
		});
	});
});

describe("a run of which a node does not count", () => {
	const why = "The probe was throttled.";
	/** In the cellar the cache does nothing but harm. */
	const harmed = withSamples(
		sound,
		sound.samples.map((sample) =>
			sample.node === "cellar" && sample.arm === "cache"
				? { ...sample, outcome: "timeout" as const, latencyMs: null }
				: sample,
		),
	);
	const without: MeasuredRun = { ...harmed, judgedNodes: { planned: 3, void: new Map([["cellar", why]]) } };

	it("leaves it out of the pooled figures and of the verdict, and says on how many nodes that stands", () => {
		const analysis = analyseRun(without);
		const asked = (arm: string) =>
			harmed.samples.filter(
				(sample) => sample.arm === arm && sample.node !== "cellar" && sample.intendedMs >= 0,
			).length;
		expect(analysis.workloads[0]?.arms.map(({ resolutions }) => resolutions)).toEqual([
			asked("direct"),
			asked("cache"),
		]);
		expect(analysis.verdict).toBe("better");
		expect(analysis.headline).toMatch(/^cache is better than direct on hot names on 2 of 3 nodes:/);
		expect(analyseRun(harmed).verdict).not.toBe("better");
	});

	it("keeps its figures, without a verdict and with the reason", () => {
		const [attic, cellar] = analyseRun(without).nodes.map(({ workloads }) => workloads[0]);
		expect(attic?.comparisons[0]).toMatchObject({ verdict: "better" });
		expect(cellar?.arms[1]).toMatchObject({ failureRate: { estimate: 1 } });
		expect(cellar?.comparisons[0]).toMatchObject({ verdict: null, reason: why });
	});

	it("adjusts the p-values of the others as if it had not been measured", () => {
		const two = withSamples(
			sound,
			sound.samples.filter(({ node }) => node !== "cellar"),
		);
		const alone = analyseRun(
			withSamples(
				{
					...two,
					nodes: [
						{ node: "attic", link: "" },
						{ node: "shed", link: "" },
					],
				},
				two.samples,
			),
		);
		const adjusted = (analysis: typeof alone, node: string) =>
			analysis.nodes.find((each) => each.node === node)?.workloads[0]?.comparisons[0]?.adjusted;
		expect(adjusted(analyseRun(without), "attic")).toEqual(adjusted(alone, "attic"));
	});

	it("is not void for what a node lacks, but with fewer than half of its nodes", () => {
		const partial = { ...without, planned: without.planned * 2 };
		expect(analyseRun(partial).validity).toMatchObject({ valid: true, reasons: [] });
		const few = analyseRun({ ...without, judgedNodes: { planned: 5, void: new Map([["cellar", why]]) } });
		expect(few).toMatchObject({ verdict: null, validity: { valid: false } });
		expect(few.headline).toBe(
			`No verdict: Only 2 of 5 nodes count, half of them are the least. cellar: ${why}`,
		);
	});

	it("judges lateness over the nodes that count", () => {
		const late = spoil("cellar", 2, { latenessMs: 500 });
		expect(analyseRun(late).validity.valid).toBe(false);
		expect(
			analyseRun({ ...late, judgedNodes: { planned: 3, void: new Map([["cellar", why]]) } }),
		).toMatchObject({
			validity: { valid: true, latenessMs: { max: expect.closeTo(3, -1) } },
		});
	});
});

describe("a node by itself", () => {
	it("is number 0 of its own resolutions", () => {
		const [direct] = orderResolutions(sound.table, "hot");
		if (direct === undefined) throw new Error("there is an arm");
		const shed = splitByNode(direct)[2];
		expect(new Set(shed?.nodes)).toEqual(new Set([0]));
		expect(shed?.rows.length).toBe([...direct.nodes].filter((node) => node === 2).length);
	});

	it("is analysed the same wherever it stands among the others", () => {
		const world = {
			arms: [
				{ arm: "direct", failing: 0.3 },
				{ arm: "cache", failing: 0.3 },
			],
			durationMs: 120_000,
		};
		const [first] = analyseRun(simulateRun({ ...world, nodes: ["attic", "b"] })).nodes;
		const last = analyseRun(simulateRun({ ...world, nodes: ["b", "attic"] })).nodes[1];
		expect(last).toEqual(first);
	});
});

describe("thinFloor", () => {
	it("keeps the quantiles of many round trips in a hundred", () => {
		const many = Array.from({ length: 3600 }, (_, i) => ((i * 7919) % 3600) / 1000);
		const kept = thinFloor(many);
		expect(kept).toHaveLength(100);
		expect(kept[49]).toBeCloseTo(1.8, 1);
		expect(kept[98]).toBeCloseTo(3.56, 1);
		expect(thinFloor([3, 1, 2])).toEqual([1, 2, 3]);
	});
});
