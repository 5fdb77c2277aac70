import { describe, expect, it } from "vitest";
import { english } from "../../../src/report/language/en.ts";
import { binLength, heatCells, heatMap } from "../../../src/report/svg/heat-map.ts";
import { fewLanes, lanesOf, narrowWidth, wideWidth } from "../../../src/report/svg/lanes.ts";
import { timelinePlot } from "../../../src/report/svg/timeline.ts";
import { syntheticRun } from "../synthetic-run.ts";
import { plotRows, sample } from "./small-run.ts";

const blackouts = [{ startMs: 4000, durationMs: 3000 }];
const report = syntheticRun({ durationMs: 20_000, arms: ["direct", "resilient"], blackouts });
const samples = [
	...Array.from({ length: 20 }, (_, second) => sample({ intendedMs: second * 1000 + 100 })),
	sample({ intendedMs: 5000, latencyMs: null, outcome: "timeout" }),
	sample({ intendedMs: 5010, latencyMs: 5200, outcome: "late" }),
	sample({ intendedMs: 9000, arm: "resilient", staleMs: 700 }),
];
const lanes = lanesOf(plotRows(samples, report.run));
const few = fewLanes(lanes, 20, (count) => `${count} others`);

describe("lanesOf", () => {
	it("makes a lane per node and arm that was asked", () => {
		expect(lanes.map(({ arm, failed }) => [arm, failed])).toEqual([
			["direct", 2],
			["resilient", 0],
		]);
	});

	it("puts the node that fails most first and keeps one without data", () => {
		const run = { ...report.run, nodes: ["calm", "silent", "stormy"] };
		const found = lanesOf(
			plotRows(
				[sample({ node: "calm" }), sample({ node: "stormy", outcome: "timeout", latencyMs: null })],
				run,
			),
		);
		expect(found.map(({ node, arm }) => `${node} ${arm}`)).toEqual([
			"stormy direct",
			"calm direct",
			"silent direct",
			"silent resilient",
		]);
	});
});

describe("fewLanes", () => {
	const nodes = ["a", "b", "c", "d"];
	const many = lanesOf(
		plotRows(
			nodes.flatMap((node, index) =>
				Array.from({ length: index + 1 }, () => sample({ node, outcome: "timeout", latencyMs: null })),
			),
			{ ...report.run, nodes },
		),
	);

	it("keeps the nodes that fail most and puts all others into one lane an arm", () => {
		const found = fewLanes(many, 2, (count) => `${count} others`);
		expect(found.shown.map(({ node }) => node)).toEqual(["d", "c"]);
		expect(found.others.map(({ node, failed, rows }) => [node, failed, rows.length])).toEqual([
			["2 others", 3, 3],
		]);
		expect(found).toMatchObject({ nodes: 4, own: 2 });
	});

	it("has no lane for others where all are shown", () => {
		expect(fewLanes(many, 4, String)).toMatchObject({ others: [], own: 4 });
	});
});

describe("timelinePlot", () => {
	it.each([wideWidth, narrowWidth])("prints what it printed before, %i wide", (width) => {
		expect(
			timelinePlot(report, { flags: report.changes, diamonds: [] }, lanes, width, english).text,
		).toMatchSnapshot();
	});

	it("marks blackouts and changes, and tells a stale answer from a failure", () => {
		const svg = timelinePlot(report, { flags: report.changes, diamonds: [] }, lanes, wideWidth, english).text;
		expect(svg).toContain("link dark 3 s");
		expect(svg.match(/class="flag"/g)).toHaveLength(report.changes.length);
		expect(svg).toMatch(/is-timeout" d="M[\d.]+ [\d.]+v20"/);
		expect(svg).toMatch(/is-stale" d="M[\d.]+ [\d.]+v8"/);
	});
});

describe("timelinePlot with marks", () => {
	it("puts a diamond on the lane of the node that it happened on, and on no other", () => {
		const mark = { atMs: 5000, node: "far", kind: "path", text: "the way to near changed" } as const;
		const svg = (node: string) =>
			timelinePlot(
				report,
				{ flags: [], diamonds: [{ ...mark, node }] },
				lanes.map((lane) => ({ ...lane, node: "far" })),
				wideWidth,
				english,
			).text;
		expect(svg("far").match(/class="diamond"/g)).toHaveLength(lanes.length);
		expect(svg("near")).not.toContain('class="diamond"');
	});
});

describe("heatMap", () => {
	it("prints what it printed before", () => {
		expect(heatMap(report, few, narrowWidth, english).text).toMatchSnapshot();
	});

	it("counts every resolution once", () => {
		const [direct] = lanes;
		if (direct === undefined) throw new Error("no lane");
		const cells = heatCells(direct, 20_000, 5000);
		expect(cells).toEqual([
			{ failed: 0, total: 5 },
			{ failed: 2, total: 7 },
			{ failed: 0, total: 5 },
			{ failed: 0, total: 5 },
		]);
	});

	it("takes bins wide enough to hold a few resolutions", () => {
		expect(binLength(lanes, 20_000, 60)).toBe(5000);
		const busy = syntheticRun({ durationMs: 60_000, rate: 20, workloads: ["hot"] });
		expect(binLength(lanesOf(plotRows(busy.samples, busy.run)), 60_000, 60)).toBe(1000);
	});

	it("hatches what has no data", () => {
		const svg = heatMap(report, few, wideWidth, english).text;
		expect(svg).toContain('class="no-data"');
	});
});
