import { expect, it } from "vitest";
import { Exposition } from "../../src/prometheus/exposition.ts";

it("keeps the values of a metric together, in the order of the descriptions, and leaves out what has none", () => {
	const metrics = new Exposition({ b_ratio: "Second.", a_total: "First.", unused: "Never." });
	metrics.add("a_total", 1, { node: "far" });
	metrics.add("b_ratio", 0.5);
	metrics.add("a_total", Number.POSITIVE_INFINITY, { node: "near" });
	expect(metrics.text()).toBe(
		[
			"# HELP b_ratio Second.",
			"# TYPE b_ratio gauge",
			"b_ratio 0.5",
			"# HELP a_total First.",
			"# TYPE a_total gauge",
			'a_total{node="far"} 1',
			'a_total{node="near"} +Inf',
			"",
		].join("\n"),
	);
});

it("writes labels that nobody can break out of", () => {
	const metrics = new Exposition({ up: "Up." });
	metrics.add("up", 1, { node: 'a"b\\c\nd' });
	expect(metrics.text()).toContain('up{node="a\\"b\\\\c\\nd"} 1');
});
