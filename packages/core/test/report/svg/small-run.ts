import type { Sample } from "../../../src/measure/sample.ts";
import { tableOf } from "../../../src/measure/sample-table.ts";
import type { PlotRows } from "../../../src/report/plot-samples.ts";

/** A resolution with nothing special about it. */
export function sample(overrides: Partial<Sample> = {}): Sample {
	return {
		kind: "sample",
		node: "far",
		arm: "direct",
		workload: "hot",
		tuple: 0,
		name: "web",
		form: "svc",
		intendedMs: 0,
		latenessMs: 0,
		latencyMs: 50,
		outcome: "ok",
		gaveUp: false,
		addresses: ["10.43.7.1"],
		nxdomain: false,
		attempts: [],
		...overrides,
	};
}

/** All of these resolutions, for a plot. */
export function plotRows(
	samples: readonly Sample[],
	run: { nodes?: readonly string[]; arms?: readonly string[] },
): PlotRows {
	const frame = { nodes: ["far"], arms: ["direct", "resilient"], ...run };
	const table = tableOf(samples, {
		...frame,
		truth: {},
		search: [],
		ndots: 1,
		stubProfile: "glibc",
		deadlineMs: 5000,
	});
	return { table, rows: Uint32Array.from({ length: table.rows }, (_, row) => row) };
}
