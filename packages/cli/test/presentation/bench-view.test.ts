import { languages } from "@localdns/core/report";
import { describe, expect, it } from "vitest";
import { renderBenchTable } from "../../src/presentation/bench-view.ts";
import { armResult, comparison, labReport } from "./lab-report.ts";

const plain = { color: false, width: 100 };
const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

/** As many arms as asked, each with figures of its own. */
function withArms(names: string[]) {
	const report = labReport();
	const [hot] = report.workloads;
	if (hot === undefined) throw new Error("no workload");
	const [baseline, ...others] = names;
	report.run.arms = names;
	report.workloads = [
		{
			...hot,
			arms: [armResult(baseline ?? "", 1100), ...others.map((arm, index) => armResult(arm, 1000 + index))],
			comparisons: others.map((arm) => comparison(arm, "no-detectable-difference")),
		},
	];
	return report;
}

describe("renderBenchTable", () => {
	it("says in Chinese what it says in English, with the same figures", () => {
		const figures = (text: string) => text.match(/\d[\d.,]*(?:%| ms| s| pp|\/\d)/g);
		const chinese = renderBenchTable(labReport(), { ...plain, language: languages.zh });
		expect(figures(chinese.split("VERDICTS")[0] ?? "")?.length).toBeGreaterThan(10);
		expect(chinese).toMatch(/^有效性 {3}✓ 有效$/m);
		expect(chinese).toContain("热点域名");
		expect(chinese).not.toMatch(/failed in|stale answers|VERDICTS|95% interval|names ·/);
	});

	it("says what the run was worth first and the verdict last", () => {
		expect(renderBenchTable(labReport(), plain)).toMatchInlineSnapshot(`
			"localdns bench · run 7f3c · node far · 1 min · glibc ndots:5 · seed 91
			validity   ✓ valid
			probe      floor p50 0.16 ms, p99 0.51 ms · lateness p99 0.90 ms, max 3.10 ms · faults 0 · stray 0
			link       rtt=43ms,jitter=3ms,loss=5% · proved: 96/1,000 packets lost, RTT 43.2 ms
			engines    resilient: CoreDNS 1.13.2 with node-cache's Corefile

			HOT NAMES · 20/s per arm · 4.2 DNS exchanges each
			  svc 60%, absolute 40%
			                      direct             resilient
			  failed in 5 s       220/1,200  18.3%   0/1,200  ≤0.33%
			    95% interval      [16.9–18.7%]
			    predicted         18.7% inside
			    of which          late 190
			                      timeout 20
			                      wrong answer 10
			    gave up (error)   20                 0
			  wrong answers       10                 0
			  stale answers       0                  3, up to 4.21 s
			  p50 time            43.2 ms            0.31 ms*
			  p99 time            > 5 s              1.90 ms
			  queries per name    4.20               4.20
			  failures − direct                      −18.3 pp
			    95% interval                         [−21.0 to −15.7]
			    sign-flip                            p < 0.001
			  typical time                           ÷140
			  verdict                                better

			* near the probe's own floor: the true time may be shorter

			VERDICTS against direct · Holm over failures and p99, α 0.05
			hot: resilient   better   fewer failures in 12 of 12 blocks

			BETTER: resilient failed 0 of 1,200 hot resolutions where direct failed 220.
			"
		`);
	});

	it("shows every figure in the long form", () => {
		const wide = renderBenchTable(labReport(), { ...plain, wide: true });
		expect(wide).toMatchInlineSnapshot(`
			"localdns bench · run 7f3c · node far · 1 min · glibc ndots:5 · seed 91
			validity   ✓ valid
			probe      floor p50 0.16 ms, p99 0.51 ms · lateness p99 0.90 ms, max 3.10 ms · faults 0 · stray 0
			link       rtt=43ms,jitter=3ms,loss=5% · proved: 96/1,000 packets lost, RTT 43.2 ms
			engines    resilient: CoreDNS 1.13.2 with node-cache's Corefile

			HOT NAMES · 20/s per arm · 4.2 DNS exchanges each
			  svc 60%, absolute 40%
			                      direct             resilient
			  failed in 5 s       220/1,200  18.3%   0/1,200  ≤0.33%
			    95% interval      [16.9–18.7%]
			    predicted         18.7% inside
			    of which          late 190
			                      timeout 20
			                      wrong answer 10
			    gave up (error)   20                 0
			    episodes          12                 12
			  wrong answers       10                 0
			  stale answers       0                  3, up to 4.21 s
			  p50 time            43.2 ms            0.31 ms*
			    95% interval      [42.9–43.5]        [0.30–0.33]
			  p90 time            88.4 ms            0.60 ms
			    95% interval      [86.0–91.0]        [0.50–0.70]
			  p99 time            > 5 s              1.90 ms
			    95% interval                         [1.60–2.40]
			  p99.9 time          –                  –
			  mean, capped 5 s    912 ms             912 ms
			  queries per name    4.20               4.20
			  failures − direct                      −18.3 pp
			    95% interval                         [−21.0 to −15.7]
			    sign-flip                            p < 0.001
			    after Holm                           p < 0.001
			    p99 sign-flip                        p < 0.001
			  typical time                           ÷140
			  only one failed                        direct 220
			                                         resilient 0
			  blocks                                 12 of 5 s
			  detectable from                        1.20 pp
			  verdict                                better

			* near the probe's own floor: the true time may be shorter

			VERDICTS against direct · Holm over failures and p99, α 0.05
			hot: resilient   better   fewer failures in 12 of 12 blocks

			BETTER: resilient failed 0 of 1,200 hot resolutions where direct failed 220.
			"
		`);
	});

	it("holds three arms in 100 columns", () => {
		const text = renderBenchTable(withArms(["direct", "article", "resilient"]), plain);
		expect(widest(text)).toBeLessThanOrEqual(100);
		expect(text).toMatch(/direct +article +resilient/);
	});

	it("puts arms that do not fit below each other, each beside the baseline", () => {
		const text = renderBenchTable(
			withArms(["direct", "article", "upstream", "resilient", "resilient@coredns", "direct#2"]),
			plain,
		);
		expect(widest(text)).toBeLessThanOrEqual(100);
		expect(text.match(/^ {10,}direct +\S/gm)?.length).toBeGreaterThan(1);
		for (const arm of ["article", "upstream", "resilient@coredns", "direct#2"]) expect(text).toContain(arm);
	});

	it("has no escape sequence without colour, and some with it", () => {
		expect(renderBenchTable(labReport(), plain)).not.toContain("\u001b");
		expect(renderBenchTable(labReport(), { ...plain, color: true })).toContain("\u001b[32m");
	});

	it("lines columns up alike with and without colour", () => {
		const colored = renderBenchTable(labReport(), { ...plain, color: true });
		// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is removed
		expect(colored.replace(/\u001b\[\d+m/g, "").replace(/ +$/gm, "")).toBe(
			renderBenchTable(labReport(), plain),
		);
	});

	it("prints no verdict of a run that is not valid, whatever the file says", () => {
		const invalid = labReport();
		invalid.validity = { ...invalid.validity, valid: false, reasons: ["the probe was 80 ms late at p99"] };
		const text = renderBenchTable(invalid, plain);
		expect(text).toContain("✗ not valid: no verdict");
		expect(text).toContain("the probe was 80 ms late at p99");
		expect(text.toLowerCase()).not.toContain("better");
		expect(text).not.toContain(invalid.headline);
	});

	it("lets no name steer the terminal", () => {
		const text = renderBenchTable(withArms(["direct", "evil\u001b]0;owned\u0007"]), plain);
		expect(text).not.toContain("\u001b");
		expect(text).toContain("evil\ufffd]0;owned\ufffd");
	});

	it("orders nodes by how much fails on them", () => {
		const report = labReport();
		const [hot] = report.workloads;
		if (hot === undefined) throw new Error("no workload");
		const calm = { ...hot, arms: [armResult("direct", 1), armResult("resilient", 0)] };
		report.nodes = [
			{ node: "vps-fra", link: "LAN", workloads: [calm] },
			{ node: "pi-attic", link: "WAN", workloads: [hot] },
		];
		const text = renderBenchTable(report, plain);
		expect(text.indexOf("pi-attic")).toBeGreaterThan(0);
		expect(text.indexOf("pi-attic")).toBeLessThan(text.indexOf("vps-fra"));
	});

	it("marks a difference that the run could not show with a tilde", () => {
		expect(renderBenchTable(withArms(["direct", "article"]), plain)).toMatch(
			/verdict +~ no detectable difference/,
		);
	});

	it("says that a run was interrupted", () => {
		expect(renderBenchTable(labReport({ interrupted: true }), plain)).toContain("1 min (interrupted)");
	});

	it("wraps long reasons within the width", () => {
		const report = labReport();
		const [hot] = report.workloads;
		if (hot === undefined) throw new Error("no workload");
		hot.comparisons = [
			comparison("resilient", "inconclusive", { reason: "words of a reason ".repeat(20).trim() }),
		];
		expect(widest(renderBenchTable(report, plain))).toBeLessThanOrEqual(100);
	});
});
