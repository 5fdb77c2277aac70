import type { ClusterNode } from "@localdns/core/cluster";
import { schedule } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { parseClusterBench } from "../../../src/cluster-bench-settings.ts";
import { chooseArms } from "../../../src/use-cases/cluster-bench/choose-arms.ts";
import { exampleNames, planBench } from "../../../src/use-cases/cluster-bench/plan-bench.ts";

const nodes = ["far", "near"].map(
	(name, index) => ({ name, addresses: [`192.0.2.${index + 1}`] }) as unknown as ClusterNode,
);
const cache = {
	mode: "kubelet",
	image: "cache:1",
	corefile: undefined,
	address: "169.254.20.10",
	readyOn: new Set(["far"]),
	metrics: { address: undefined, port: 9253 },
} as const;

const plan = (flags: { rate?: string; workloads?: string; arms?: string } = {}) => {
	const settings = parseClusterBench({ stub: "glibc", ...flags }, () => 7);
	const arms = chooseArms(
		settings.arms,
		{ direct: "10.43.0.10", cache },
		nodes.map(({ name }) => name),
	);
	return planBench({
		run: "ab12",
		settings,
		ground: { domain: "cluster.local", cache },
		nodes,
		arms,
		services: [{ name: "web", namespace: "shop", addresses: ["10.43.0.1"], isHeadless: false }],
		external: exampleNames,
		namespace: "localdns-bench",
	});
};

describe("the plan of a bench in a cluster", () => {
	it("asks both arms where there is a cache, and reads its metrics; the cluster DNS alone elsewhere", () => {
		const { planFor } = plan();
		expect(planFor("far")).toMatchObject({
			allArms: ["direct", "cache"],
			arms: [
				{ arm: "direct", nameservers: ["10.43.0.10"] },
				{ arm: "cache", nameservers: ["169.254.20.10"] },
			],
			cacheMetrics: "http://192.0.2.1:9253/metrics",
		});
		const near = planFor("near");
		expect(near.arms).toEqual([{ arm: "direct", nameservers: ["10.43.0.10"] }]);
		expect(near.cacheMetrics).toBeUndefined();
	});

	it("never asks a cold name twice, on no node and by no arm", () => {
		const { planFor } = plan({ workloads: "cold" });
		const asked = ["far", "near"].flatMap((node) =>
			[...schedule({ ...planFor(node), startAtMs: 0 })].map(({ name }) => name.name),
		);
		expect(asked.length).toBeGreaterThan(2000);
		expect(new Set(asked).size).toBe(asked.length);
	});

	it("asks no external name by two arms", () => {
		const external = plan()
			.planFor("far")
			.workloads.find(({ workload }) => workload === "external");
		const lists = Object.values(external?.names ?? {}).map((list) => list.map(({ name }) => name));
		expect(lists).toHaveLength(2);
		expect(new Set(lists.flat()).size).toBe(exampleNames.length);
	});

	it("asks the cluster DNS for the same external names with a cache beside it and without", () => {
		const ofDirect = (arms: string) =>
			plan({ arms })
				.planFor("far")
				.workloads.find(({ workload }) => workload === "external")?.names.direct;
		expect(ofDirect("direct")).toHaveLength(exampleNames.length / 2);
		expect(ofDirect("direct")).toEqual(ofDirect("direct,cache"));
	});

	it("adds up the load without loss: arms, nodes and the exchanges of the search list", () => {
		// Hot: 4, 8 and 2 exchanges by its three forms; cold 2; external 8.
		const perArm = 14 / 3 + 2 + 8;
		expect(plan().load).toEqual({
			nodes: 2,
			resolutionsPerNode: 6,
			queriesPerNode: expect.closeTo(2 * perArm),
			queriesToClusterDns: expect.closeTo(3 * perArm),
		});
	});

	it("keeps a node below 50 resolutions a second over all arms, and says what that costs", () => {
		const { load, notes, workloads } = plan({ rate: "20" });
		expect(load.resolutionsPerNode).toBe(50);
		expect(workloads.map(({ rate }) => rate)).toEqual([20, 2.5, 2.5]);
		expect(notes).toEqual([
			"cold: 2.5/s in place of 20/s, because a node is asked 50 times a second at most",
			"external: 2.5/s in place of 20/s, because a node is asked 50 times a second at most",
		]);
	});
});
