import { describe, expect, it } from "vitest";
import { binLength, heatCells, heatMap } from "../../../src/report/svg/heat-map.ts";
import { lanesOf, narrowWidth, wideWidth } from "../../../src/report/svg/lanes.ts";
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

describe("timelinePlot", () => {
	it.each([wideWidth, narrowWidth])("prints what it printed before, %i wide", (width) => {
		expect(timelinePlot(report, report.changes, lanes, width).text).toMatchSnapshot();
	});

	it("marks blackouts and changes, and tells a stale answer from a failure", () => {
		const svg = timelinePlot(report, report.changes, lanes, wideWidth).text;
		expect(svg).toContain("link dark 3 s");
		expect(svg.match(/class="flag"/g)).toHaveLength(report.changes.length);
		expect(svg).toMatch(/is-timeout" d="M[\d.]+ [\d.]+v20"/);
		expect(svg).toMatch(/is-stale" d="M[\d.]+ [\d.]+v8"/);
	});
});

describe("heatMap", () => {
	it("prints what it printed before", () => {
		expect(heatMap(report, lanes, narrowWidth).text).toMatchSnapshot();
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
		const svg = heatMap(report, lanes, wideWidth).text;
		expect(svg).toContain('class="no-data"');
	});
});
