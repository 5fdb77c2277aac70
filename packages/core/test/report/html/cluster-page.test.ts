import { describe, expect, it } from "vitest";
import type { BenchReport } from "../../../src/report/bench-report.ts";
import { renderHtml } from "../../../src/report/html/page.ts";
import { languages } from "../../../src/report/language/index.ts";
import { storeRun } from "../../../src/report/stored-run.ts";
import { clusterRun } from "../cluster-run.ts";

const run = storeRun(clusterRun({ nodes: 8 }));
const page = renderHtml(run);

const section = (html: string, id: string): string =>
	new RegExp(`<section id="${id}">.*?</section>`, "s").exec(html)?.[0] ?? "";
const textOf = (html: string) =>
	html
		.replace(/<[^>]*>/g, " ")
		.replace(/\s+/g, " ")
		.trim();

describe("page of a run in a cluster", () => {
	it("has a row for each node and arm, the node that fails most first, with way and verdict", () => {
		const [first = ""] = section(page, "nodes").split("<details>");
		const nodes = [...first.matchAll(/<th scope="rowgroup"[^>]*>([^<]+)/g)].map(([, node]) => node);
		expect(new Set(nodes)).toEqual(new Set(run.run.nodes));
		const rates = [...first.matchAll(/<tbody><tr>.*?<b>([\d.]+)%<\/b>/gs)].map(([, rate]) => Number(rate));
		expect(rates).toHaveLength(8);
		expect(rates).toEqual([...rates].sort((a, b) => b - a));
		expect(textOf(first)).toMatch(/pi-0004 DERP lab direct/);
		expect(first).toContain('class="pill better"');
	});

	it("names what is missing, partial and void, the gravest first, and of how many nodes the figures are", () => {
		const text = textOf(section(page, "not-whole"));
		expect(text).toContain("6 of 9 nodes brought everything");
		const places = ["pi-gone missing", "pi-0002 void", "pi-0001 partial"].map((part) => text.indexOf(part));
		expect(places[0]).toBeGreaterThan(0);
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(textOf(page)).toContain("figures of 7 of 9 nodes");
	});

	it("has the link of each node, the worst first, with the moment of a change", () => {
		const text = textOf(section(page, "links"));
		expect(text).toMatch(
			/pi-0001 pi-0000 DERP lab 88\.0 ms 140 ms 7\.50% \(9\/120\) 1280 21 s: direct → DERP lab/,
		);
		expect(text.indexOf("pi-0007")).toBeLessThan(text.indexOf("pi-0003"));
	});

	it("has what each cache counted, and what happened when", () => {
		expect(textOf(section(page, "caches"))).toMatch(/pi-0001 95\.2% 421 7 3 0/);
		expect(textOf(section(page, "marks"))).toMatch(/21 s pi-0001 path the way to pi-0000 changed/);
	});

	it("marks in the timeline what happened: a diamond on its node's lanes, a flag for all", () => {
		const hot = section(page, "hot");
		const [wide = ""] = /<svg class="w1080".*?<\/svg>/s.exec(hot) ?? [];
		expect(wide.match(/class="diamond"/g)).toHaveLength(4);
		expect(wide.match(/class="flag"/g)).toHaveLength(1);
	});

	it("says where it was measured and what it asked of the cluster", () => {
		const text = textOf(section(page, "setting"));
		for (const part of [
			"homelab",
			"v1.34.2+k3s1",
			"10.43.0.10",
			"k8s-dns-node-cache:1.26.8",
			"at most 8 names",
		])
			expect(text).toContain(part);
		expect(textOf(section(page, "method"))).toContain("each measured by one pod of their own");
	});

	it("says of a cluster without a cache that it was a baseline", () => {
		const { cluster } = run;
		if (cluster === undefined) throw new Error("a cluster");
		const bare: BenchReport = { ...run, cluster: { ...cluster, cache: null } };
		expect(textOf(section(renderHtml(bare), "setting"))).toContain("this is a baseline");
	});

	it("takes no markup from names and sentences of nodes", () => {
		const evil = "<script>alert(1)</script>";
		const text = renderHtml({
			...run,
			measuredNodes: (run.measuredNodes ?? []).map((node) => ({
				...node,
				node: evil,
				reason: evil,
				state: "void",
			})),
			marks: [{ atMs: 1, node: evil, kind: "path", text: evil }],
		});
		expect(text).not.toContain("<script");
	});
});

describe("page of a thousand nodes", () => {
	const big = storeRun(clusterRun({ nodes: 1000, rate: 0.2 }));
	const html = renderHtml(big);

	it("stays far below 3 MiB, in either language", () => {
		expect(html.length).toBeLessThan(1024 * 1024);
		expect(Buffer.byteLength(renderHtml(big, languages.zh))).toBeLessThan(1.5 * 1024 * 1024);
	});

	it("shows the worst, folds more of them, and tells how many it does not list", () => {
		const [inSight = "", folded = "", ...rest] = section(html, "nodes").split(/<details>/);
		const count = (text: string) => text.match(/scope="rowgroup"/g)?.length;
		expect(count(inSight)).toBe(20);
		expect(count(folded)).toBe(180);
		expect(textOf(folded + rest.join(""))).toContain("800 further nodes are not listed one by one");
	});

	it("draws lanes for the worst only, and one for all others", () => {
		const heat = /Where and when failures gather.*?<\/svg>/s.exec(section(html, "hot"))?.[0] ?? "";
		expect(heat).toContain("The 20 nodes of 1000 that failed most.");
		expect(heat.match(/class="name/g)).toHaveLength(2 * 20 + 2);
		expect(heat).toContain("980 others · direct");
	});
});
