import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/measure/analyse.ts";
import type { BenchReport } from "../../src/report/bench-report.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { languages } from "../../src/report/language/index.ts";
import { sentenceBook } from "../../src/report/language/sentence-book.ts";
import { renderShort } from "../../src/report/short.ts";
import { storeRun } from "../../src/report/stored-run.ts";
import { type SimulatedRun, simulateRun } from "../measure/simulated-run.ts";
import { clusterRun } from "./cluster-run.ts";
import { syntheticRun } from "./synthetic-run.ts";

const { zh } = languages;
/** Three words of English in a row: names and units are never as many. */
const english = /\b[A-Za-z]{2,}[,;:]? [a-z]{2,}[,;:]? [a-z]{2,}\b/;

const direct = { arm: "direct", failing: 0.05 };
const worlds: Record<string, SimulatedRun> = {
	better: { arms: [direct, { arm: "cache", failing: 0.001 }], durationMs: 300_000, seed: 1 },
	worse: {
		arms: [
			{ arm: "direct", failing: 0.001 },
			{ arm: "cache", failing: 0.05 },
		],
		durationMs: 300_000,
		seed: 2,
	},
	alike: { arms: [direct, { arm: "cache", failing: 0.05 }], durationMs: 120_000, seed: 3 },
	short: { arms: [direct, { arm: "cache", failing: 0.001 }], durationMs: 10_000, seed: 4 },
};

/** Every sentence that the analysis of a run makes. */
function sentencesOf(report: Pick<BenchReport, "validity" | "workloads" | "nodes" | "headline">): string[] {
	const all = [...report.workloads, ...report.nodes.flatMap(({ workloads }) => workloads)];
	return [
		report.headline,
		...report.validity.reasons,
		...all.flatMap(({ comparisons }) =>
			comparisons.flatMap(({ reason, annotations, p99, blocks }) => [
				reason,
				...annotations,
				p99.statement,
				blocks.justification,
			]),
		),
	];
}

describe("Chinese", () => {
	it.each(Object.keys(worlds))("has a sentence for everything that an analysis says (%s)", (name) => {
		const analysis = analyseRun(simulateRun(worlds[name] as SimulatedRun));
		const sentences = sentencesOf(analysis);
		expect(sentences.length).toBeGreaterThan(3);
		for (const sentence of sentences) expect(zh.sentence(sentence)).not.toMatch(english);
		expect(zh.sentence(analysis.headline)).toMatch(/[热无]/);
	});

	it("takes figures and names over as they are", () => {
		expect(
			zh.sentence(
				"cache is better than direct on hot names on 3 of 4 nodes: cache failed 0% (0 of 837), direct failed 2.1% (18 of 837), typical time ÷87 [few episodes; size uncertain].",
			),
		).toBe(
			"在热点域名（4 个节点中的 3 个）上，cache 优于 direct：cache 失败 0%（0/837），direct 失败 2.1%（18/837），典型耗时 ÷87（故障时段较少；幅度不确定）。",
		);
		expect(
			zh.sentence(
				"No verdict: Only 1 of 4 nodes count, half of them are the least. pi-2: The clock was set by 3.0 s at 12 s, so when this node asked what is not known.",
			),
		).toBe(
			"不作结论：4 个节点中只有 1 个计入，至少需要一半。pi-2：时钟在第 12 s 被拨动 3.0 s，因此无法得知此节点何时查询了什么。",
		);
	});

	it("leaves a sentence alone that it does not know", () => {
		expect(zh.sentence("something new happened")).toBe("something new happened");
	});

	it("leaves no English sentence on the page, in the lab or in a cluster", () => {
		const sentence =
			"No difference was shown; one of 3.0 pp in failures would have been seen four times out of five.";
		const pages = [
			storeRun(syntheticRun({ durationMs: 20_000, blackouts: [{ startMs: 2000, durationMs: 1000 }] })),
			storeRun(clusterRun({ nodes: 4, durationMs: 20_000 })),
		].map((run) => {
			// Made-up runs have made-up sentences.
			for (const { comparisons } of [...run.workloads, ...run.nodes.flatMap(({ workloads }) => workloads)]) {
				for (const comparison of comparisons) {
					comparison.reason = sentence;
					comparison.p99.statement = "p99 1 ms for a, beyond 5 s for b";
					comparison.blocks.justification =
						"windows of 5 s, of which neighbours tell nothing about each other";
				}
			}
			const changes = [
				{ atMs: 3000, text: "cart.shop.svc.cluster.local. moves from 10.43.7.10 to 10.43.7.99" },
			];
			return renderHtml({ ...run, changes, headline: sentence }, zh);
		});
		for (const page of pages) {
			const text = page
				.replace(/<style>.*?<\/style>|<pre>.*?<\/pre>|<title>.*?<\/title>/gs, "")
				.replace(/<[^>]*>/g, "\n")
				.replaceAll("CoreDNS 1.13.2 with node-cache&#39;s Corefile", "");
			expect(text.match(new RegExp(english, "g")) ?? []).toEqual([]);
			const labels = [...page.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label ?? "");
			expect(labels.filter((label) => !/[\u4e00-\u9fff]/.test(label))).toEqual([]);
		}
	});

	it("has a short text of the same lines as the English one", () => {
		const run = clusterRun({ nodes: 8 });
		const [one, two] = [renderShort(run), renderShort(run, zh)];
		expect(two.split("\n")).toHaveLength(one.split("\n").length);
		expect(two).toContain("最差节点：");
		expect(two).toContain("2 个节点未计入：pi-0002，pi-gone");
	});
});

describe("sentenceBook", () => {
	const book = sentenceBook([
		["{one} and {two}", "{two} + {one}"],
		["the cat", "die Katze"],
	]);

	it("looks up in turn what stands in a place, and may change the order", () => {
		expect(book("the cat and a dog")).toBe("a dog + die Katze");
	});

	it("ends with a text that fits again and again", () => {
		expect(book("a and ".repeat(200)).length).toBeGreaterThan(0);
		expect(book("x".repeat(100_000))).toHaveLength(100_000);
	});

	it("does not try a text that repeats what stands between places in every way there is", () => {
		const long = sentenceBook([["{a}, {b}, {c}, {d}, {e}, {f}, {g}!", "{g}"]]);
		const text = ", ".repeat(900);
		expect(long(text)).toBe(text);
		expect(long("1, 2, 3, 4, 5, 6, 7!")).toBe("7");
		expect(long("1, 2, 3, 4, 5, 6, 7, 8!!")).toBe("7, 8!");
	});
});
