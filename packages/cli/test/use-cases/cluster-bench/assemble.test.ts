import { LocaldnsError } from "@localdns/core";
import type { ClusterNode } from "@localdns/core/cluster";
import { createRandom, type Sample, schedule } from "@localdns/core/measure";
import { benchReportSchema, reportOf } from "@localdns/core/report";
import { describe, expect, it } from "vitest";
import { parseClusterBench } from "../../../src/cluster-bench-settings.ts";
import { assembleClusterRun } from "../../../src/use-cases/cluster-bench/assemble-cluster-run.ts";
import { nameTruth } from "../../../src/use-cases/cluster-bench/name-truth.ts";
import type { BenchGround } from "../../../src/use-cases/cluster-bench/observe-bench.ts";
import {
	type PreparedBench,
	prepareClusterBench,
} from "../../../src/use-cases/cluster-bench/prepare-cluster-bench.ts";
import type { NodeMeasurement, NodeOutcome } from "../../../src/use-cases/measure-nodes/contract.ts";

const names = ["attic", "cellar", "far", "near"];
const nodes = names.map(
	(name, index) => ({ name, addresses: [`192.0.2.${index + 1}`] }) as unknown as ClusterNode,
);
const web = { name: "web", namespace: "shop", addresses: ["10.43.0.1"], isHeadless: false };
const ground: BenchGround = {
	serverVersion: "v1.34.2+k3s1",
	clusterUid: "uid-1",
	nodes,
	domain: "cluster.local",
	direct: "10.43.0.10",
	endpoints: [{ pod: "coredns-1", node: "near", isReady: true }],
	serviceTtlSeconds: 5,
	cache: {
		mode: "kubelet",
		image: "cache:1",
		corefile: ".:53 {\n}\n",
		address: "169.254.20.10",
		readyOn: new Set(["cellar", "far", "near"]),
		metrics: undefined,
	},
};

const bench: PreparedBench = prepareClusterBench({
	run: "ab12",
	settings: parseClusterBench({ stub: "glibc", duration: "5m", rate: "4", workloads: "hot" }, () => 7),
	names: { services: [], external: [], excludes: () => false },
	context: "home",
	ground,
	services: [web],
	nodes: { measured: nodes, missing: [{ node: "shed", reason: "It is not Ready: no heartbeat" }] },
	namespace: "localdns-bench",
	cacheNamespace: "kube-system",
	isStaged: false,
});

/** What a probe would have seen: the cluster DNS loses one name in ten beyond the link, the cache none. */
function samplesOf(node: string): Sample[] {
	const random = createRandom(`loss/${node}`);
	return [...schedule({ ...bench.plan.planFor(node), startAtMs: 0 })].map((slot): Sample => {
		const isLost = slot.arm === "direct" && node !== "near" && random.next() < 0.1;
		const latencyMs = slot.arm === "direct" ? 44 + random.next() : 0.4 + random.next() / 10;
		return {
			kind: "sample",
			node,
			...{ arm: slot.arm, workload: slot.workload, tuple: slot.tuple },
			...{ name: slot.name.name, form: slot.name.form, intendedMs: slot.atMs, latenessMs: 0.2 },
			latencyMs: isLost ? null : latencyMs,
			outcome: isLost ? "timeout" : "ok",
			gaveUp: isLost,
			addresses: isLost ? [] : ["10.43.0.1"],
			nxdomain: false,
			attempts: [
				{
					...{ name: "web.shop.svc.cluster.local.", type: "A", transport: "udp" as const },
					...{ server: "10.43.0.10", tryNumber: 1, startMs: 0 },
					rttMs: isLost ? null : latencyMs,
					outcome: isLost ? "timeout" : "answer",
				} as Sample["attempts"][number],
			],
		};
	});
}

function outcomeOf(node: string, changed: Partial<NodeOutcome> = {}): NodeOutcome {
	return {
		state: "measured",
		summary: {
			...{ kind: "summary", node, arms: ["direct", "cache"], floorMs: Array(200).fill(0.1) },
			planned: samplesOf(node).filter(({ intendedMs }) => intendedMs >= 0).length,
			...{ stray: 0, cpuSeconds: 1, maxRssBytes: 1e7 },
		},
		...{ search: [], ndots: 5, nodeVersion: "v24.1.0", missing: [] },
		...changed,
	} as NodeOutcome;
}

async function assemble(
	changed: Partial<NodeMeasurement> = {},
	came: readonly string[] = names,
	beside: Parameters<typeof assembleClusterRun>[0]["beside"] = new Map(),
) {
	const measurement: NodeMeasurement = {
		measuredAtMs: 1_700_000_000_000,
		nodes: new Map(names.map((node) => [node, outcomeOf(node)])),
		joined: [],
		...changed,
	};
	const all = came.flatMap(samplesOf);
	const assembled = await assembleClusterRun({
		...bench,
		...{ measurement, names: nameTruth([web], [web], "cluster.local"), marks: [], beside },
		async *samples() {
			yield* all;
		},
	});
	return assembled;
}

describe("a run in a cluster, put together", () => {
	it("is judged where it was cut off, over what was read of each node, and says what is missing", async () => {
		const cut = (node: string, reachedMs: number) => {
			const { summary: _, ...outcome } = outcomeOf(node) as Exclude<NodeOutcome, { state: "missing" }>;
			const missing = ["the rest of its log was not read"];
			return [node, { ...outcome, state: "partial", floorMs: [0.1, 0.2], reachedMs, missing }] as const;
		};
		const cutOff = {
			cutOffBy: new LocaldnsError("LDNS601", "it is out of reach"),
			nodes: new Map<string, NodeOutcome>([
				cut("cellar", 200_000),
				cut("far", 150_000),
				cut("near", 130_000),
				["attic", { state: "missing", reason: "its pod was deleted by someone" }],
			]),
		};
		const assembled = await assemble(cutOff, ["cellar", "far", "near"]);
		if (assembled === undefined) expect.unreachable();
		const report = benchReportSchema.parse(JSON.parse(JSON.stringify(reportOf(assembled.run))));
		expect(report).toMatchObject({ interrupted: true, validity: { valid: true }, verdict: "better" });
		expect(report.headline).toContain("better than direct on hot names on 3 of 5 nodes");
		expect(report.run.durationMs).toBe(190_000);
		expect(report.measuredNodes?.map(({ node, state, planned }) => [node, state, planned])).toEqual([
			["attic", "missing", 1200],
			["cellar", "partial", 2400],
			["far", "partial", 2400],
			["near", "partial", 2400],
			["shed", "missing", 0],
		]);
		expect(report.measuredNodes?.[1]?.reason).toBe("The rest of its log was not read.");
		// The last ten seconds of each, among which slow answers are missing.
		for await (const { node, intendedMs, outcome } of assembled.samples())
			if (node === "far" && intendedMs >= 140_000) expect(outcome).toBe("aborted");
	});

	it("judges each node and all, names those without a cache, and fits its schema", async () => {
		const assembled = await assemble();
		if (assembled === undefined) expect.unreachable();
		const report = benchReportSchema.parse(JSON.parse(JSON.stringify(reportOf(assembled.run))));
		expect(report).toMatchObject({
			validity: { valid: true, reasons: [] },
			verdict: "better",
			run: { id: "ab12", nodes: names, arms: ["direct", "cache"] },
			cluster: {
				context: "home",
				uid: "uid-1",
				clusterDnsNodes: ["near"],
				cache: { address: "169.254.20.10" },
			},
		});
		const hot = report.nodes.map(({ node, link, workloads }) => [
			node,
			link,
			workloads[0]?.comparisons[0]?.verdict,
		]);
		expect(hot).toEqual([
			["attic", "over the link", undefined],
			["cellar", "over the link", "better"],
			["far", "over the link", "better"],
			["near", "beside the cluster DNS", expect.stringMatching(/^(better|same|no-detectable-difference)$/)],
		]);
		expect(report.measuredNodes?.map(({ node, state }) => `${node} ${state}`)).toEqual([
			"attic void",
			"cellar measured",
			"far measured",
			"near measured",
			"shed missing",
		]);
		for (const { planned, received } of report.measuredNodes ?? []) expect(received).toBe(planned);
		expect(report.headline).toContain("better than direct on hot names on 3 of 5 nodes");
		// What attic asked of the cluster DNS alone stands in its own figures, and in none of all nodes.
		const [direct, cache] = report.workloads[0]?.arms ?? [];
		expect(direct?.resolutions).toBe(cache?.resolutions);
		expect(report.nodes[0]?.workloads[0]?.arms[0]?.resolutions).toBeGreaterThan(0);
	});

	it("keeps the rest where a node is missing, and names what joined and what clock was set", async () => {
		const { summary } = outcomeOf("far") as Extract<NodeOutcome, { state: "measured" | "partial" }>;
		if (summary === undefined) expect.unreachable();
		const assembled = await assemble(
			{
				nodes: new Map([
					["attic", { state: "missing", reason: "its image could not be pulled" }],
					["cellar", outcomeOf("cellar")],
					["far", outcomeOf("far", { summary: { ...summary, clockSteps: [{ atMs: 60_000, byMs: -2500 }] } })],
					["near", outcomeOf("near", { state: "partial", missing: ["chunks 3–5 of its log are lost"] })],
				]),
				joined: ["new"],
			},
			["cellar", "far", "near"],
		);
		if (assembled === undefined) expect.unreachable();
		const { run } = assembled;
		expect(run.run.nodes).toEqual(["cellar", "far", "near"]);
		expect(run.measuredNodes).toMatchObject([
			{ node: "attic", state: "missing", reason: "Its image could not be pulled." },
			{ node: "cellar", state: "measured" },
			{ node: "far", state: "void" },
			{ node: "near", state: "partial", reason: "Chunks 3–5 of its log are lost." },
			{ node: "shed", state: "missing" },
		]);
		expect(run.marks?.map(({ node, kind, text }) => [node, kind, text])).toEqual([
			["far", "clock", "the clock was set back by 2.5 s"],
			["new", "node", "joined while the run went on, and was not measured"],
		]);
		expect(run.headline).toMatch(/2 of 5 nodes|No verdict/);
	});

	it("does not count a node whose cache was not reached, by its own counters", async () => {
		const cache = { hits: 0, misses: 0, servedStale: 0, upstreamChecksFailed: 0, upstreamsBroken: 0 };
		const assembled = await assemble({}, names, new Map([["far", { cache }]]));
		expect(assembled?.run.measuredNodes?.find(({ node }) => node === "far")).toMatchObject({
			state: "void",
			reason: expect.stringContaining("did not reach it"),
		});
		// Neither does its probe's floor, nor that of attic, which has no cache.
		expect(assembled?.run.floorSamplesMs).toHaveLength(2 * 100);
	});

	it("judges what an interruption left, up to a deadline before it, and nothing where that is nothing", async () => {
		const half = await assemble({ interruptedAtMs: 155_000 });
		expect(half?.run).toMatchObject({ interrupted: true, run: { durationMs: 150_000 } });
		expect(await assemble({ interruptedAtMs: 4000 })).toBeUndefined();
	});
});
