import { describe, expect, it } from "vitest";
import { renderShort } from "../../src/report/short.ts";
import { clusterRun } from "./cluster-run.ts";
import { syntheticRun } from "./synthetic-run.ts";

describe("renderShort", () => {
	it("fits a chat message: the run, a line per workload, the verdict", () => {
		const text = renderShort(syntheticRun({ arms: ["direct", "resilient"] }));
		expect(text).toMatchInlineSnapshot(`
			"**localdns bench** \`7f3c\` · 1 min · link rtt=43ms,jitter=3ms,loss=5% · seed 7 · probe floor 0.16 ms
			- Hot names: direct 192/1,154 failed (16.6%), p99 > 5 s; resilient 0/1,154 failed (≤0.41%), p99 0.89 ms, 17 stale, better
			- Cold names: direct 202/1,154 failed (17.5%), p99 > 5 s; resilient 24/1,154 failed (2.08%), p99 > 5 s, better
			**BETTER**: resilient fails fewer hot resolutions than direct: a made-up sentence.
			"
		`);
		expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(6);
	});

	it("gives reasons in place of a verdict when the run is not valid", () => {
		const run = syntheticRun({ durationMs: 3000 });
		run.validity = { ...run.validity, valid: false, reasons: ["the link lost nothing"] };
		const text = renderShort(run);
		expect(text).toContain("**Not valid, no verdict**: the link lost nothing");
		expect(text).not.toContain("BETTER");
		expect(text).not.toContain(", better");
	});

	it("marks an interrupted run", () => {
		expect(renderShort({ ...syntheticRun({ durationMs: 3000 }), interrupted: true })).toContain(
			"3 s (interrupted)",
		);
	});

	it("names the worst nodes that count and those that do not, within twelve lines", () => {
		const text = renderShort(clusterRun({ nodes: 8 }));
		expect(text).toContain("- Worst nodes: pi-0000 direct 22.9%/cache ≤3.89%, ");
		expect(text).toContain("- 2 nodes not in the figures: pi-0002, pi-gone");
		expect(text.split("Worst nodes")[1]?.split("\n")[0]).not.toContain("pi-0002");
		expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(12);
	});
});
