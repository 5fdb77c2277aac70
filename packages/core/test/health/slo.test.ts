import { describe, expect, it } from "vitest";
import { formatSlo, parseSlo } from "../../src/health/slo.ts";

describe("an SLO as text", () => {
	it("has failures first and quantiles in ascending order, whatever the order it was written in", () => {
		expect(parseSlo("p99=50ms, failures = 0.5%,p50=2ms")).toEqual({
			ok: true,
			slo: [
				{ name: "failures", share: 0.005 },
				{ name: "p50", share: 0.5, limitMs: 2 },
				{ name: "p99", share: 0.01, limitMs: 50 },
			],
		});
	});

	it("reads back what it prints", () => {
		for (const text of [
			"failures=0.5%,p99=50ms",
			"p99.9=1s500ms",
			"failures=12.5%,p50=1ms,p90=2ms,p95=3ms",
		]) {
			const parsed = parseSlo(text);
			const printed = parsed.ok ? formatSlo(parsed.slo) : "";
			expect(parseSlo(printed)).toEqual(parsed);
		}
	});

	it.each([
		["", "a part is empty"],
		["failures=0.5%,", "a part is empty"],
		["failures", "failures is not NAME=VALUE"],
		["failures==1%", "failures==1% is not NAME=VALUE"],
		["failures=0.5", "is no percentage"],
		["failures=0%", "can never be shown to be met"],
		["failures=50%", "promises nothing"],
		["failures=1%,failures=2%", "failures stands in it twice"],
		["p98=50ms", "p98 is nothing that can be promised"],
		["constructor=50ms", "constructor is nothing that can be promised"],
		["p99=50", "p99=50 is no duration"],
		["p99=0ms", "a limit lies between 0 and 5s"],
		["p99=5s", "a limit lies between 0 and 5s"],
	])("refuses %j: %s", (text, said) => {
		const parsed = parseSlo(text);
		expect(parsed.ok ? "" : parsed.error.text).toContain(said);
	});

	it("gives a hint that it would take", () => {
		for (const text of ["failures=0.5", "p99=50", "failures=0%", "latency=1s"]) {
			const parsed = parseSlo(text);
			const hint = parsed.ok ? "" : parsed.error.hint.replace("--slo ", "");
			expect(parseSlo(hint).ok, hint).toBe(true);
		}
	});
});
