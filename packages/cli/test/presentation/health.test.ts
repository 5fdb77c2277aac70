import { describe, expect, it } from "vitest";
import { checkAll, countsFor, reportOf } from "../../../core/test/health/sample-check.ts";
import { historyLine, historyLines } from "../../src/presentation/health-history-view.ts";
import { healthText } from "../../src/presentation/health-output.ts";
import { createStyle } from "../../src/presentation/style.ts";

const plain = createStyle(false);
const calm = () => countsFor({ near: 0, far: 0.002 }, 2000);
const broken = () => countsFor({ near: 0, far: 0.6 }, 2000);
const [first] = checkAll([calm()]) as [ReturnType<typeof checkAll>[number]];
const last = checkAll([calm(), broken(), broken(), broken()]).at(-1) ?? first;

describe("a report of a health check", () => {
	it("has the nodes worst first, the counts beside the shares, and the verdict at the end", () => {
		const lines = healthText(reportOf(last), "table", plain).split("\n");
		expect(lines[1]).toMatch(/VERDICT +FAILED +> 50ms \(P99\) +P50 +P99 +COUNTS/);
		expect(lines.slice(2, 5).map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
			expect.stringMatching(/^all nodes \| breach alarm \| 30\.00% \[28\.\d+%–31\.\d+%\] \|.* 1200\/4000$/),
			expect.stringMatching(/^far \| breach alarm \| .* > 5 s \| > 5 s \| 1200\/2000$/),
			expect.stringMatching(/^near \| met \| 0\.00% \[0\.00%–0\.19%\] \|.* 0\/2000$/),
		]);
		expect(lines.slice(5).join("\n")).toBe(
			[
				"gone-1: not Ready, not asked, no reason for an alarm",
				'odd"\\node: no figures: its pod waits',
				"breach: failures=0.5%,p99=50ms is not kept: far",
				"alarm, raised by breaches in 3/5 of the last runs",
				"",
			].join("\n"),
		);
		expect(healthText(reportOf(first), "table", plain)).toContain(
			"met: failures=0.5%,p99=50ms is kept, as the intervals of this run show\n",
		);
	});

	it("says of a node without figures that its alarm goes on", () => {
		const missing = [{ node: "far", reason: "its pod waits", alarm: true }];
		expect(healthText(reportOf(first, { missing }), "table", plain)).toContain(
			"far: no figures: its pod waits; its alarm goes on\n",
		);
	});

	it("is one line where that is enough", () => {
		const clean = reportOf(first, { notReady: [], missing: [] });
		expect(healthText(clean, "short", plain)).toMatch(
			/^met failures=0\.5%,p99=50ms; 4 of 4000 failed, p99 5\.\d+ ms, 2 nodes\n$/,
		);
	});

	it("is JUnit that tells breaches, what nobody could find out, and what was not asked apart", () => {
		const xml = healthText(reportOf(last), "junit", plain);
		expect(xml).toContain('tests="5" failures="2" errors="1" skipped="1">');
		expect(xml).toContain('name="odd&quot;\\node"><error message="its pod waits"/>');
		expect(xml).toContain('name="near"/>');
	});

	it("cannot steer a terminal by the name of a node", () => {
		const odd = reportOf(first, { notReady: ["\u001b[2Jevil"] });
		expect(healthText(odd, "table", plain)).not.toContain("\u001b");
	});
});

describe("a history", () => {
	it("has a row for each run, the worst node of each, and a line of failures", () => {
		const text = historyLines(last.history, plain);
		expect(text.split("\n")).toHaveLength(8);
		expect(text).toMatch(/breach alarm +1200\/4000 30\.00% .* far 1200\/2000 breach/);
		expect(text).toContain("failed: ▂███\nalarm on far\n");
		expect(historyLine(last.history, plain)).toBe("breach alarm ▂███ worst 30.00% failed in 4 runs\n");
		expect(historyLine(first.history, plain)).toBe("met █ worst 0.10% failed in 1 run\n");
	});

	it("that is empty says so", () => {
		const empty = { ...last.history, runs: [] };
		expect([historyLine(empty, plain), historyLines(empty, plain)]).toEqual(["no run yet\n", "no run yet\n"]);
	});
});
