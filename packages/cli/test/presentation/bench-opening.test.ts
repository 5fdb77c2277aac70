import { describe, expect, it } from "vitest";
import { benchOpening } from "../../src/presentation/bench-opening.ts";
import type { PreparedBench } from "../../src/use-cases/cluster-bench/prepare-cluster-bench.ts";

const cache = {
	mode: "kubelet",
	image: "cache:1",
	address: "169.254.20.10",
	namespace: "kube-system",
} as const;

const prepared = (staged: boolean | undefined): PreparedBench =>
	({
		arms: { arms: [{ name: "direct", way: "direct", server: "10.43.0.10" }], withoutCache: new Set() },
		...{ chosen: [], plan: { notes: [] }, nodes: { missing: [] }, namespace: "localdns-bench" },
		cluster: {
			clusterDnsNodes: ["near"],
			cache: staged === undefined ? null : { ...cache, staged },
			load: { nodes: 2, resolutionsPerNode: 1, queriesPerNode: 2, queriesToClusterDns: 4 },
		},
	}) as unknown as PreparedBench;

const lastLine = (staged: boolean | undefined, watchesLinks: boolean) =>
	benchOpening(prepared(staged), watchesLinks).trimEnd().split("\n").at(-1);

describe("the opening of a bench in a cluster", () => {
	it("names everything that it puts there, the privileged namespace of --link-info among it", () => {
		const end = ". What was not there before is removed afterwards; no kubelet is changed";
		const probes = "in the cluster: a pod on each node, in namespace localdns-bench";
		const watches = "; another one, in the privileged namespace localdns-node-config";
		expect(lastLine(undefined, false)).toBe(`${probes}${end}`);
		expect(lastLine(false, true)).toBe(`${probes}${watches}${end}`);
		expect(lastLine(true, true)).toBe(`${probes}${watches}; the staged cache${end}`);
	});
});
