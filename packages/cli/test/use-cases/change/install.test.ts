import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { type KubernetesObject, renderBundle } from "@localdns/core/manifests";
import {
	type InstallPlan,
	inventoryRefs,
	type NodeTurn,
	readInventory,
	refOf,
	refText,
} from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import { installExit } from "../../../src/install-exit.ts";
import type { NodeVerdict } from "../../../src/ports/verification.ts";
import type { ChangeEvent } from "../../../src/progress/change-event.ts";
import { type InstallContext, install } from "../../../src/use-cases/change/install.ts";
import type { NodeTurned } from "../../../src/use-cases/change/turn-node.ts";
import { containerStatuses, MemoryCluster } from "./memory-cluster.ts";

const bundle = renderBundle({ profile: "resilient", engine: "node-cache" }, "1.0.0");
const turn = (node: string, role: "server" | "agent" = "agent"): NodeTurn => ({
	...{ node, role },
	canary: false,
	why: "not-yet",
});
const fresh = (turns: readonly NodeTurn[] = [turn("a"), turn("b"), turn("s", "server")]): InstallPlan => ({
	objects: bundle.map((object) => ({ kind: "create", object })),
	turns,
	left: [],
	warnings: [],
});
const named = (text: string) =>
	bundle.find((object) => refText(refOf(object)) === text) as KubernetesObject & { spec: object };
const daemonSetText = "DaemonSet kube-system/node-local-dns";

/** Nodes, each Ready and with a pod of the cache as it is wanted now. */
class InstalledCluster extends MemoryCluster {
	nodes = ["a", "b", "s"];

	override async list<T>(path?: string, read?: (object: ApiObject) => T | undefined): Promise<T[]> {
		const conditions = [{ type: "Ready", status: "True" }];
		const objects = path?.startsWith("/api/v1/nodes")
			? this.nodes.map((name) => ({ metadata: { name }, status: { conditions } }))
			: path?.includes("/pods?") && this.objects.has(daemonSetText)
				? this.nodes.map((nodeName) => ({
						metadata: { name: `cache-${nodeName}` },
						spec: { nodeName },
						status: { conditions, containerStatuses },
					}))
				: [];
		return objects.flatMap((object) => {
			const kept = read?.(object as ApiObject);
			return kept === undefined ? [] : [kept];
		});
	}
}

function ground(more: Partial<InstallContext> = {}, verdicts: readonly NodeVerdict[] = []) {
	const cluster = new InstalledCluster();
	const events: ChangeEvent[] = [];
	const turned: string[] = [];
	const context: InstallContext = {
		cluster,
		verification: async () => ({
			open: async () => {},
			close: async () => {},
			verify: async (nodes) =>
				nodes.map((node) => verdicts.find((each) => each.node === node) ?? { node, is: "resolves" }),
		}),
		turnNode: async ({ node }) => {
			turned.push(node);
			return { is: "turned" };
		},
		former: new Map(),
		namespace: "kube-system",
		unready: [],
		addresses: ["169.254.20.10"],
		...{ force: false, takesBack: true, pauseMs: 0, maxParallel: 1, timeoutMs: 2000 },
		signal: new AbortController().signal,
		onChange: (event) => events.push(event),
		...more,
	};
	return { cluster, context, events, turned };
}

const fails = (node: string): NodeVerdict => ({
	...{ node, is: "fails" },
	error: new LocaldnsError("LDNS730", "no"),
	failures: ["kubernetes.default.svc A by UDP: expected 10.43.0.1, got nothing"],
});

describe("an install", () => {
	it("applies the inventory first, has every node try the cache, and turns the nodes in their order", async () => {
		const { cluster, context, turned, events } = ground();
		const installed = await install(context, fresh());
		expect(cluster.writes[0]).toBe("apply ConfigMap kube-system/node-local-dns-inventory");
		expect(cluster.writes.at(-1)).toBe(`apply ${daemonSetText}`);
		expect(installed).toMatchObject({
			verified: ["a", "b", "s"],
			turned: ["a", "b", "s"],
			left: [],
			failed: [],
		});
		expect(turned).toEqual(["a", "b", "s"]);
		expect(installExit(installed)).toBe(0);
		const first = events.findIndex((event) => event.event === "node" && event.state === "verified");
		expect(events.slice(0, first).some((event) => event.event === "object")).toBe(true);
	});

	it("writes nothing where all is as it should be", async () => {
		const { cluster, context } = ground();
		for (const object of bundle) cluster.put(object);
		const objects = bundle.map((object) => ({ kind: "unchanged", object }) as const);
		const installed = await install(context, { ...fresh([]), objects });
		expect(cluster.writes).toEqual([]);
		expect(installExit(installed)).toBe(0);
	});

	it("turns no node where the cache does not resolve on one, and takes out what it made, the address with it", async () => {
		const { cluster, context, turned } = ground({}, [fails("b")]);
		const installed = await install(context, fresh());
		expect(installed.error).toMatchObject({
			code: "LDNS713",
			reason: expect.stringContaining("got nothing"),
		});
		expect(turned).toEqual([]);
		expect([...cluster.objects]).toEqual([]);
		const teardown = cluster.writes.filter((write) => write.endsWith(daemonSetText));
		expect(teardown).toEqual([`apply ${daemonSetText}`, `apply ${daemonSetText}`, `delete ${daemonSetText}`]);
		expect(installExit(installed)).toBe(4);
	});

	it("leaves a node on which no pod could try it, turns the others, and says so by its exit code", async () => {
		const error = new LocaldnsError("LDNS732", "b has no room for a pod");
		const { context, turned } = ground({}, [{ node: "b", is: "unknown", error }]);
		const installed = await install(context, fresh());
		expect(turned).toEqual(["a", "s"]);
		expect(installed.left).toEqual([{ node: "b", because: "b has no room for a pod" }]);
		expect(installExit(installed)).toBe(5);
	});

	it("begins no further node after one that failed: undone is 4, unclear or broken off is 5", async () => {
		const error = new LocaldnsError("LDNS721", "did not come back");
		const ends: (() => Promise<NodeTurned>)[] = [
			async () => ({ is: "undone", error }),
			async () => ({ is: "unclear", error }),
			() => Promise.reject(error),
		];
		const exits: number[] = [];
		for (const end of ends) {
			const { context } = ground({ turnNode: end });
			const installed = await install(context, fresh());
			expect(installed.left.map(({ node }) => node)).toEqual(["b", "s"]);
			exits.push(installExit(installed));
		}
		expect(exits).toEqual([4, 5, 5]);
	});

	it("applies the former objects again where an upgrade does not resolve", async () => {
		const { cluster, context } = ground({}, [fails("a")]);
		for (const object of bundle) cluster.put(object);
		const wanted = named(daemonSetText);
		const applied = { "f:spec": { "f:revisionHistoryLimit": {} } };
		const live = {
			...wanted,
			spec: { ...wanted.spec, revisionHistoryLimit: 7 },
			metadata: {
				...wanted.metadata,
				managedFields: [{ manager: "localdns", operation: "Apply", fieldsV1: applied }],
			},
		} as unknown as ApiObject;
		const plan: InstallPlan = { ...fresh(), objects: [{ kind: "update", object: wanted, fields: [] }] };
		const installed = await install({ ...context, former: new Map([[daemonSetText, live]]) }, plan);
		expect(cluster.objects.get(daemonSetText)).toMatchObject({ spec: { revisionHistoryLimit: 7 } });
		expect(installExit(installed)).toBe(4);
	});

	it("gives an object that it took over all of its former fields again", async () => {
		const { cluster, context } = ground({}, [fails("a")]);
		const args = ["-localip", "169.254.20.10"];
		const article = {
			metadata: { name: "node-local-dns", namespace: "kube-system", labels: { "k8s-app": "node-local-dns" } },
			spec: { template: { spec: { containers: [{ args, image: "node-cache:1.26.4" }] } } },
			status: { numberReady: 3 },
		} as unknown as ApiObject;
		const installed = await install(
			{ ...context, former: new Map([[daemonSetText, article]]) },
			{
				...fresh(),
				objects: [{ kind: "adopt", object: named(daemonSetText), fields: [], managers: ["kubectl"] }],
			},
		);
		expect(cluster.objects.get(daemonSetText)?.spec).toEqual(article.spec);
		expect(installExit(installed)).toBe(4);
	});

	it("takes nothing back under a lock that was lost, nor where it was told not to", async () => {
		const lost = new AbortController();
		const { cluster, context } = ground({ signal: lost.signal }, []);
		cluster.beforeWrite = (write) => {
			if (!write.endsWith(daemonSetText)) return;
			lost.abort(new LocaldnsError("LDNS705", "the lock went to b"));
			throw new LocaldnsError("LDNS702", "refused");
		};
		expect(installExit(await install(context, fresh()))).toBe(5);
		expect(cluster.writes.some((write) => write.startsWith("delete"))).toBe(false);
		const other = ground({ takesBack: false }, [fails("a")]);
		expect(installExit(await install(other.context, fresh()))).toBe(5);
		expect(other.cluster.objects.has(daemonSetText)).toBe(true);
	});

	it("ends the step in hand when it is interrupted, and begins nothing further", async () => {
		const stop = new AbortController();
		const { cluster, context } = ground({ signal: stop.signal });
		cluster.beforeWrite = () => stop.abort();
		const installed = await install(context, fresh());
		expect(cluster.writes).toHaveLength(1);
		expect(installExit(installed)).toBe(130);
	});

	it("rolls a cache one by one whose former pods take the address away, and surges again afterwards", async () => {
		const { cluster, context } = ground();
		const wanted = named(daemonSetText);
		const args = ["-localip", "169.254.20.10"];
		const article = { spec: { template: { spec: { containers: [{ args }] } } } } as ApiObject;
		const strategies: unknown[] = [];
		const put = cluster.put.bind(cluster);
		cluster.put = (object) => {
			strategies.push(
				(object.spec as { updateStrategy?: { rollingUpdate?: unknown } }).updateStrategy?.rollingUpdate,
			);
			return put(object);
		};
		await install(
			{ ...context, former: new Map([[daemonSetText, article]]) },
			{
				...fresh([]),
				objects: [{ kind: "adopt", object: wanted, fields: [], managers: ["kubectl-client-side-apply"] }],
			},
		);
		expect(strategies).toEqual([
			{ maxSurge: 0, maxUnavailable: 1 },
			{ maxSurge: 1, maxUnavailable: 0 },
		]);
	});

	it("gives up a roll-out that does not come about, naming nodes", async () => {
		const { cluster, context } = ground({ timeoutMs: 50 });
		cluster.list = async <T>(path?: string, read?: (object: ApiObject) => T | undefined): Promise<T[]> => {
			if (path?.startsWith("/api/v1/nodes") || !path?.includes("/pods?")) return [];
			const waiting = { state: { waiting: { reason: "ErrImageNeverPull", message: "not there" } } };
			const kept = read?.({
				metadata: { name: "cache-a" },
				spec: { nodeName: "a" },
				status: { containerStatuses: [waiting] },
			} as unknown as ApiObject);
			return kept === undefined ? [] : [kept];
		};
		const installed = await install({ ...context, takesBack: false }, fresh());
		expect(installed.error).toMatchObject({ code: "LDNS712", reason: expect.stringMatching(/^a .*image/i) });
	});

	it("deletes what nobody wants any more after the trial, and the inventory has it until then", async () => {
		const gone = {
			apiVersion: "networking.k8s.io/v1",
			kind: "NetworkPolicy",
			namespace: "shop",
			name: "old",
		};
		const scene = ground();
		const objects = [...fresh([]).objects, { kind: "delete", ref: gone } as const];
		scene.cluster.put({ ...gone, metadata: { name: "old", namespace: "shop" } });
		const installed = await install(scene.context, { ...fresh([]), objects });
		const { writes } = scene.cluster;
		const inventory = "apply ConfigMap kube-system/node-local-dns-inventory";
		expect(writes.slice(writes.indexOf(`apply ${daemonSetText}`) + 1)).toEqual([
			"delete NetworkPolicy shop/old",
			inventory,
		]);
		expect(installed.changed).toContainEqual(gone);
		const killed = ground();
		killed.cluster.put({ ...gone, metadata: { name: "old", namespace: "shop" } });
		killed.cluster.beforeWrite = (write) => {
			if (write.startsWith("delete")) throw new Error("killed");
		};
		await expect(install(killed.context, { ...fresh([]), objects })).rejects.toThrow("killed");
		const listed = killed.cluster.objects.get("ConfigMap kube-system/node-local-dns-inventory");
		expect(inventoryRefs(readInventory(listed))).toContainEqual(gone);
	});

	it("keeps what would go where the cache does not resolve", async () => {
		const gone = { apiVersion: "v1", kind: "Service", namespace: "kube-system", name: "kube-dns-upstream" };
		const { cluster, context } = ground({}, [fails("a")]);
		cluster.put({ ...gone, metadata: { name: gone.name, namespace: gone.namespace } });
		const objects = [...fresh([]).objects, { kind: "delete", ref: gone } as const];
		await install(context, { ...fresh([]), objects });
		expect(cluster.objects.has(refText(gone))).toBe(true);
	});

	it("is not complete where a node has no trial, though none is to be turned", async () => {
		const error = new LocaldnsError("LDNS732", "b has no room for a pod");
		const { context } = ground({}, [{ node: "b", is: "unknown", error }]);
		const installed = await install(context, fresh([]));
		expect(installed.left).toEqual([{ node: "b", because: "b has no room for a pod" }]);
		expect(installExit(installed)).toBe(5);
	});

	it("takes back what it made where the trial cannot even begin", async () => {
		const { cluster, context } = ground({
			verification: async () => {
				throw new LocaldnsError("LDNS703", "a quota is exhausted");
			},
		});
		const installed = await install(context, fresh());
		expect(installed).toMatchObject({ error: { code: "LDNS703" }, takenBack: true });
		expect([...cluster.objects]).toEqual([]);
	});
});
