import type { Sample } from "../../../src/measure/sample.ts";

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
