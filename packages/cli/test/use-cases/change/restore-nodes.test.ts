import { LocaldnsError } from "@localdns/core";
import { known } from "@localdns/core/cluster";
import type { NodeRecord } from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import { healthyCluster, nodesWith, readNodes, turned } from "../../../../core/test/checks/k3s-cluster.ts";
import type { NodeReturn, NodeToRestore } from "../../../src/removal.ts";
import { nodesToRestore } from "../../../src/use-cases/change/nodes-to-restore.ts";
import { restoreNodes } from "../../../src/use-cases/change/restore-nodes.ts";
import { planRollback, unreadyError } from "../../../src/use-cases/change/rollback-plan.ts";

const record = (state: NodeRecord["state"]): NodeRecord => ({
	state,
	addresses: ["169.254.20.10"],
	turningAt: "2026-03-01T00:00:00Z",
});
const installed = (change: object = {}) => ({ ...healthyCluster, ...change });

describe("nodes to restore", () => {
	it("are agents before servers, with and without a record", () => {
		const records = new Map([["agent-2", record("turned")]]);
		expect(nodesToRestore(installed(), records).nodes.map(({ node, why }) => `${node} ${why}`)).toEqual([
			"agent-1 no-record",
			"agent-2 turned",
			"server no-record",
		]);
	});

	it("are those of a turn or a way back that was begun, whatever they hand out", () => {
		const nodes = readNodes([{ name: "a" }, { name: "b" }, { name: "c" }, { name: "d" }]);
		const records = new Map([
			["a", record("turning")],
			["b", record("returning")],
			["c", record("returned")],
		]);
		expect(nodesToRestore(installed({ nodes }), records).nodes.map(({ node, why }) => [node, why])).toEqual([
			["a", "interrupted"],
			["b", "interrupted"],
		]);
	});

	it("are not nodes that hand out the cluster DNS, where the cache has its address as well", () => {
		const nodes = readNodes([{ name: "a", args: ["agent", "--kubelet-arg", "cluster-dns=10.43.0.10"] }]);
		const configuration = known({
			data: { Corefile: ".:53 {\n    bind 169.254.20.10 10.43.0.10\n    forward . 1.1.1.1\n}\n" },
			owners: [],
		});
		const cache = { ...healthyCluster.cache, configuration };
		expect(nodesToRestore(installed({ nodes, cache }), new Map()).nodes).toEqual([]);
	});

	it("leave out and name a node that was taken out of the cluster", () => {
		const records = new Map([
			["old", record("turned")],
			["older", record("returned")],
		]);
		expect(nodesToRestore(installed(), records).gone).toEqual(["old"]);
	});
});

describe("the plan of a rollback", () => {
	const found = (change: object = {}) => ({ snapshot: installed(change), records: new Map(), asking: [] });

	it("takes the nodes that were named, and says of one that it has nothing to give back", () => {
		const nodes = nodesWith({ args: ["agent"] });
		const plan = planRollback(found({ nodes }), ["agent-1", "agent-2"]);
		expect(plan.nodes.map(({ node }) => node)).toEqual(["agent-2"]);
		expect(plan.warnings).toContain("agent-1 hands out the cluster DNS already: nothing to give back");
	});

	it("refuses a node that does not exist, naming those that do", () => {
		expect(() => planRollback(found(), ["agent-9"])).toThrow(
			expect.objectContaining({ code: "LDNS744", reason: "nodes are agent-1, agent-2, server" }),
		);
	});

	it("refuses to guess where nodes cannot be listed", () => {
		const nodes = { known: false, because: "forbidden" };
		expect(() => planRollback(found({ nodes }), undefined)).toThrow(
			expect.objectContaining({ code: "LDNS745" }),
		);
	});

	it("sets apart nodes that do not report", () => {
		const plan = planRollback(found({ nodes: nodesWith({ ready: false }) }), undefined);
		expect(plan.unready.map(({ node }) => node)).toEqual(["agent-1"]);
		expect(plan.nodes.map(({ node }) => node)).toEqual(["agent-2", "server"]);
	});

	it("says of a node in the middle of a change that it may be back soon, and of another how to do without it", () => {
		const nodes = readNodes([{ name: "a", ready: false }]);
		const hintWith = (state: NodeRecord["state"]) => {
			const { unready } = planRollback(
				{ snapshot: installed({ nodes }), records: new Map([["a", record(state)]]), asking: [] },
				undefined,
			);
			return unreadyError(unready, "localdns uninstall --skip-unready-nodes").hint;
		};
		expect(hintWith("turned")).toBe("localdns uninstall --skip-unready-nodes");
		expect(hintWith("returning")).toBe(
			"the same command again once it is Ready; else: localdns uninstall --skip-unready-nodes",
		);
	});

	it("says that the only server takes the API server along", () => {
		expect(planRollback(found(), undefined).warnings.join("\n")).toContain("the only server restarts K3s");
		const two = readNodes([
			{ name: "s1", args: ["server", ...turned] },
			{ name: "s2", args: ["server", ...turned] },
		]);
		expect(planRollback(found({ nodes: two }), undefined).warnings.join("\n")).not.toContain("only server");
	});
});

describe("the way back of nodes", () => {
	const nodes = planRollback({ snapshot: installed(), records: new Map(), asking: [] }, undefined).nodes;
	const settings = (back: (node: string) => Promise<NodeReturn>, more: object = {}) => ({
		returnNode: ({ node }: NodeToRestore) => back(node),
		pauseMs: 0,
		maxParallel: 1,
		signal: new AbortController().signal,
		...more,
	});
	const failure = { is: "unclear", error: new LocaldnsError("LDNS741", "it is far away") } as const;

	it("goes one by one, and stops at the first that fails", async () => {
		const asked: string[] = [];
		const ended = await restoreNodes(
			nodes,
			settings(async (node) => {
				asked.push(node);
				return node === "agent-2" ? failure : { is: "returned" };
			}),
		);
		expect(asked).toEqual(["agent-1", "agent-2"]);
		expect(ended).toEqual({
			returned: ["agent-1"],
			failed: [{ node: "agent-2", outcome: failure }],
			left: ["server"],
		});
	});

	it("takes agents at a time as asked, and no server before the last of them", async () => {
		let inHand = 0;
		const most: Record<string, number> = {};
		const ended = await restoreNodes(
			nodes,
			settings(
				async (node) => {
					inHand += 1;
					await new Promise((resolve) => setTimeout(resolve, 10));
					most[node] = inHand;
					inHand -= 1;
					return { is: "returned" };
				},
				{ maxParallel: 2 },
			),
		);
		expect(most).toEqual({ "agent-1": 2, "agent-2": 1, server: 1 });
		expect(ended.left).toEqual([]);
	});

	it("never takes two servers at a time, however many agents it may", async () => {
		const servers = ["s1", "s2", "s3"].map(
			(node): NodeToRestore => ({ node, role: "server", why: "turned", notReady: undefined }),
		);
		let inHand = 0;
		let most = 0;
		const ended = await restoreNodes(
			servers,
			settings(
				async () => {
					inHand += 1;
					most = Math.max(most, inHand);
					await new Promise((resolve) => setTimeout(resolve, 5));
					inHand -= 1;
					return { is: "returned" };
				},
				{ maxParallel: 3 },
			),
		);
		expect(most).toBe(1);
		expect(ended.returned).toEqual(["s1", "s2", "s3"]);
	});

	it("finishes the node in hand after an interruption, and begins no other, in a pause too", async () => {
		const stop = new AbortController();
		const ended = await restoreNodes(
			nodes,
			settings(
				async () => {
					setTimeout(() => stop.abort(), 20);
					return { is: "returned" };
				},
				{ pauseMs: 60_000, signal: stop.signal },
			),
		);
		expect(ended).toEqual({ returned: ["agent-1"], failed: [], left: ["agent-2", "server"] });
	});
});
