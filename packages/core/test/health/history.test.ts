import { describe, expect, it } from "vitest";
import { boundHistory } from "../../src/health/bound-history.ts";
import { emptyHistory, type HealthHistory, readHistory } from "../../src/health/history.ts";
import { checkAll, countsFor } from "./sample-check.ts";

const nodesWith = (share: (i: number) => number, count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, i) => [`node-${i}.region.example.org`, share(i)]));
const sizeOf = (history: HealthHistory): number => Buffer.byteLength(JSON.stringify(history));

describe("a history", () => {
	it("stays below 256 KiB with 1,000 nodes that all have failures, run after run", () => {
		const counts = countsFor(
			nodesWith((i) => (i % 7 === 0 ? 0.5 : 0.03), 1000),
			60,
		);
		const results = checkAll(Array.from({ length: 8 }, () => counts));
		const sizes = results.map(({ history }) => sizeOf(history));
		expect(Math.max(...sizes)).toBeLessThan(262_144);
		expect(Math.max(...sizes)).toBeGreaterThan(150_000);
		expect(Object.keys(results.at(-1)?.history.nodes ?? {})).toHaveLength(1000);
		expect(results.at(-1)?.alarm).toBe(true);
	}, 20_000);

	it("keeps 200 runs of a small cluster, the newest", () => {
		const counts = countsFor({ near: 0, far: 0.02 });
		const { history } = checkAll(Array.from({ length: 230 }, () => counts)).at(-1) ?? {
			history: emptyHistory,
		};
		expect(history.runs).toHaveLength(200);
		expect(history.runs.at(-1)?.run).toBe("run-229");
		expect(sizeOf(history)).toBeLessThan(100_000);
	});

	it("lets the oldest runs go first, and at last all but nodes in trouble", () => {
		const counts = countsFor(
			nodesWith((i) => (i === 3 ? 0.6 : 0.001), 50),
			60,
		);
		const { history } = checkAll(Array.from({ length: 30 }, () => counts)).at(-1) ?? {
			history: emptyHistory,
		};
		const smaller = boundHistory(history, { bytes: sizeOf(history) - 2000 });
		expect(smaller.runs.length).toBeLessThan(30);
		expect(smaller.nodes).toEqual(history.nodes);
		const short = boundHistory({ ...history, runs: history.runs.slice(-20) });
		const shorter = boundHistory(history, { bytes: sizeOf(short) - 500 });
		expect(Object.keys(shorter.nodes)).toEqual(Object.keys(history.nodes));
		expect(shorter.nodes["node-0.region.example.org"]?.carried).toHaveLength(3);
		expect(history.nodes["node-0.region.example.org"]?.carried).toHaveLength(4);
		const tiny = boundHistory(history, { bytes: 1000 });
		expect(tiny.runs).toHaveLength(20);
		expect(Object.keys(tiny.nodes)).toEqual(["node-3.region.example.org"]);
	});

	it("reads back what was written, and an absent or empty one as none", () => {
		const { history } = checkAll([countsFor({ near: 0, far: 0.3 })])[0] ?? { history: emptyHistory };
		expect(readHistory(JSON.stringify(history))).toEqual({ ok: true, history });
		expect(readHistory(undefined)).toEqual({ ok: true, history: emptyHistory });
		expect(readHistory("")).toEqual({ ok: true, history: emptyHistory });
	});

	it.each([
		["{", "it is no JSON"],
		["[]", "it is no HealthHistory"],
		["null", "it is no HealthHistory"],
		['{"kind":"HealthHistory","apiVersion":"localdns.dev/v9"}', "it is of version localdns.dev/v9"],
		[JSON.stringify({ ...emptyHistory, runs: [{ run: "x" }] }), "a run in it is not as localdns writes it"],
		[JSON.stringify({ ...emptyHistory, nodes: { a: { verdicts: "mx" } } }), "what it says of a node"],
		[JSON.stringify({ ...emptyHistory, cluster: 3 }), "what it says of the cluster"],
		[
			JSON.stringify({
				...emptyHistory,
				nodes: { a: { verdicts: "m", slo: "", carried: [[[1, -2]]], seen: 0 } },
			}),
			"what it says of a node",
		],
		...[
			[1e300, 1],
			[10, 1, 11, 1, 1, 1, 1],
		].map((counts): [string, string] => [
			JSON.stringify({
				...emptyHistory,
				nodes: { a: { verdicts: "m", slo: "", carried: [[counts]], seen: 0 } },
			}),
			"what it says of a node",
		]),
	])("says of %s what is wrong", (text, said) => {
		const read = readHistory(text);
		expect(read.ok ? "" : read.problem).toContain(said);
	});
});
