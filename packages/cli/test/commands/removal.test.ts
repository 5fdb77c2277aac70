import { LocaldnsError } from "@localdns/core";
import type { ApiObject, ClusterSnapshot } from "@localdns/core/cluster";
import { type Inventory, type KubernetesObject, renderBundle } from "@localdns/core/manifests";
import type { WorkloadPods } from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import { healthyCluster, nodesWith, readNodes } from "../../../core/test/checks/k3s-cluster.ts";
import { rollbackOn } from "../../src/commands/rollback.ts";
import { uninstallOn } from "../../src/commands/uninstall.ts";
import { createStyle } from "../../src/presentation/style.ts";
import type { NodeReturn } from "../../src/removal.ts";
import type { RemovalGround } from "../../src/use-cases/change/removal-ground.ts";
import { MemoryCluster } from "../use-cases/change/memory-cluster.ts";

const bundle = renderBundle({ mode: "kubelet", profile: "resilient", engine: "node-cache" }, "1.0.0");
const inventory = JSON.parse(
	((bundle[0] as KubernetesObject).data as Record<string, string>)["inventory.json"] as string,
) as Inventory;
const pods: WorkloadPods = {
	namespace: "shop",
	workload: "Deployment/web",
	pods: ["web-1"],
	nodes: ["agent-1"],
	asks: "cache",
	recreate: "kubectl -n shop rollout restart deployment web",
};
const atClusterDns = readNodes([
	{ name: "agent-1" },
	{ name: "agent-2" },
	{ name: "server", args: ["server"] },
]);

interface Scene {
	readonly answer?: "yes" | "no" | "interrupted";
	readonly asking?: readonly WorkloadPods[];
	readonly before?: ClusterSnapshot["nodes"];
	/** As the nodes are seen once they were given back. */
	readonly after?: ClusterSnapshot["nodes"];
	readonly ends?: NodeReturn;
}

function scene({
	answer = "yes",
	asking = [],
	before,
	after = atClusterDns,
	ends = { is: "returned" },
}: Scene) {
	const cluster = new MemoryCluster();
	for (const object of bundle) cluster.put(object);
	let nodes = before ?? nodesWith({});
	const said = { out: "", err: "" };
	const asked: string[] = [];
	let held = false;
	const ground: RemovalGround = {
		cluster,
		clusterUid: "uid-of-kube-system",
		observe: async () => ({
			snapshot: { ...healthyCluster, nodes },
			records: new Map(),
			asking,
			inventory,
			live: new Map(cluster.objects) as ReadonlyMap<string, ApiObject>,
		}),
		confirm: async (question) => {
			asked.push(question);
			return answer;
		},
		locked: async (work) => {
			held = true;
			const result = await work(new AbortController().signal, async ({ node }) => {
				said.err += `returning ${node}\n`;
				return ends;
			});
			if (ends.is === "returned") nodes = after;
			return result;
		},
		teardownOf: () => undefined,
		onChange: () => {},
	};
	// Nodes are seen anew while the lock is held as well.
	const observe = ground.observe;
	const seeing: RemovalGround = {
		...ground,
		observe: async () => {
			if (held && ends.is === "returned") nodes = after;
			return await observe();
		},
	};
	const streams = {
		out: { write: (text: string) => (said.out += text) },
		err: { write: (text: string) => (said.err += text) },
	};
	return { ground: seeing, cluster, said, asked, streams };
}

const flags = {
	node: undefined,
	namespace: "kube-system",
	force: false,
	timeout: 50,
	pauseBetween: 0,
	maxParallel: 1,
	skipUnreadyNodes: false,
	dryRun: undefined,
	output: "table",
} as const;
const style = createStyle(false);
type Flags = Partial<Parameters<typeof rollbackOn>[1] & Parameters<typeof uninstallOn>[1]>;
const rollback = async (place: ReturnType<typeof scene>, more: Flags = {}) =>
	await rollbackOn(place.ground, { ...flags, ...more }, place.streams, style);
const uninstall = async (place: ReturnType<typeof scene>, more: Flags = {}) =>
	await uninstallOn(place.ground, { ...flags, ...more }, place.streams, style);

describe("rollback", () => {
	it("shows, asks, gives back, and names the pods that the cache stays for", async () => {
		const place = scene({ asking: [pods] });
		expect(await rollback(place)).toBe(0);
		expect(place.said.err).toMatch(
			/nodes, in this order:\n {2}agent-1[\s\S]*returning agent-1\nreturning agent-2/,
		);
		expect(place.said.out).toContain("given back: agent-1, agent-2, server");
		expect(place.said.out).toContain("kubectl -n shop rollout restart deployment web");
		expect(place.cluster.writes).toEqual([]);
	});

	it("does nothing after a no, an interruption, or a dry run", async () => {
		for (const [answer, code] of [
			["no", 1],
			["interrupted", 130],
		] as const) {
			const place = scene({ answer });
			expect(await rollback(place)).toBe(code);
			expect(place.said.err).not.toContain("returning");
		}
		const dry = scene({});
		expect(await rollback(dry, { dryRun: "client" })).toBe(0);
		expect(dry.asked).toEqual([]);
		expect(dry.said.out).toContain("agent-1");
	});

	it("has nothing to ask where every node hands out the cluster DNS", async () => {
		const place = scene({ before: atClusterDns });
		expect(await rollback(place, { output: "json" })).toBe(0);
		expect(place.asked).toEqual([]);
		expect(JSON.parse(place.said.out)).toMatchObject({ kind: "RollbackReport", dryRun: false, nodes: [] });
	});

	it("ends with 4 or 5 for a node that is as before, or not known", async () => {
		const error = new LocaldnsError("LDNS741", "it did not come back");
		expect(await rollback(scene({ ends: { is: "undone", error } }))).toBe(4);
		const place = scene({ ends: { is: "unclear", error } });
		expect(await rollback(place, { output: "json" })).toBe(5);
		const { nodes } = JSON.parse(place.said.out) as { nodes: { state: string }[] };
		expect(nodes.map(({ state }) => state)).toEqual(["unclear", "not-begun", "not-begun"]);
	});

	it("refuses while a node that was turned does not report, unless told to leave it", async () => {
		const nodes = nodesWith({ ready: false });
		await expect(rollback(scene({ before: nodes }))).rejects.toMatchObject({ code: "LDNS741" });
		const place = scene({ before: nodes });
		expect(await rollback(place, { skipUnreadyNodes: true })).toBe(0);
		expect(place.said.err).not.toContain("returning agent-1");
	});
});

describe("uninstall", () => {
	it("shows, asks, gives back and deletes", async () => {
		const place = scene({});
		expect(await uninstall(place)).toBe(0);
		expect(place.asked).toEqual(["take all of this out now? [y/N] "]);
		expect(place.said.out).toContain("deleted: DaemonSet kube-system/node-local-dns, ");
		expect(place.cluster.objects.size).toBe(0);
	});

	it("writes nothing in a dry run, and tells the same", async () => {
		for (const dryRun of ["client", "server"] as const) {
			const place = scene({});
			expect(await uninstall(place, { dryRun, output: "json" })).toBe(0);
			expect(place.cluster.writes).toEqual([]);
			expect(JSON.parse(place.said.out)).toMatchObject({ dryRun: true, kind: "UninstallReport" });
		}
	});

	it("ends with 1 and the commands while pods need the cache, and with --force asks about them", async () => {
		const place = scene({ asking: [pods] });
		expect(await uninstall(place)).toBe(1);
		expect(place.said.err).toContain("error LDNS740: 1 running pod of 1 workload may still ask the cache");
		expect(place.said.out).toContain("    kubectl -n shop rollout restart deployment web\n");
		expect(place.cluster.objects.size).toBe(bundle.length);

		expect(await uninstall(place, { force: true })).toBe(0);
		expect(place.asked.at(-1)).toBe("take the cache out and leave these pods without DNS? [y/N] ");
		expect(place.said.out).toContain("pods without DNS until they are recreated:");
		expect(place.cluster.objects.size).toBe(0);
	});

	it("deletes nothing after a no", async () => {
		const place = scene({ answer: "no" });
		expect(await uninstall(place)).toBe(1);
		expect(place.cluster.writes).toEqual([]);
	});

	it("has nothing to ask where nothing is", async () => {
		const place = scene({ before: atClusterDns });
		place.cluster.objects.clear();
		expect(await uninstall(place)).toBe(0);
		expect(place.asked).toEqual([]);
		expect(place.said.err).toContain("no object of localdns is there");
	});
});
