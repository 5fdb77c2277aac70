import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { type Inventory, type KubernetesObject, renderBundle } from "@localdns/core/manifests";
import { type NodeRecords, refOf, refText, type WorkloadPods } from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import { healthyCluster, nodesWith, readNodes } from "../../../../core/test/checks/k3s-cluster.ts";
import type { ChangeEvent } from "../../../src/progress/change-event.ts";
import { memoryRefs, planRemoval } from "../../../src/use-cases/change/removal-plan.ts";
import { removeInstall } from "../../../src/use-cases/change/remove-install.ts";
import { type UninstallContext, uninstall } from "../../../src/use-cases/change/uninstall.ts";
import { planUninstall, type WholeInstallation } from "../../../src/use-cases/change/uninstall-plan.ts";
import { MemoryCluster } from "./memory-cluster.ts";

const bundle = renderBundle({ mode: "intercept", profile: "resilient", engine: "node-cache" }, "1.0.0");
const inventory = JSON.parse(
	((bundle[0] as KubernetesObject).data as Record<string, string>)["inventory.json"] as string,
) as Inventory;
const records: KubernetesObject = {
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: {
		name: "node-local-dns-nodes",
		namespace: "kube-system",
		labels: { "app.kubernetes.io/managed-by": "localdns" },
	},
	data: {},
};
const namespaceOf = (name: string, annotations: Record<string, string>): KubernetesObject => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name, annotations },
});
const pods: WorkloadPods = {
	namespace: "shop",
	workload: "Deployment/web",
	pods: ["web-1", "web-2"],
	nodes: ["agent-1"],
	asks: "cache",
	recreate: "kubectl -n shop rollout restart deployment web",
};
const untouched = readNodes([{ name: "agent-1" }, { name: "server", args: ["server"] }]);
const wholeOptions = { namespace: "kube-system", force: false, skipUnready: false };

/** A cluster with the cache in it, and what uninstall sees of it. */
function installation(more: Partial<WholeInstallation> & { nodes?: typeof untouched } = {}) {
	const cluster = new MemoryCluster();
	for (const object of [...bundle, records]) cluster.put(object);
	const { nodes = untouched, ...rest } = more;
	const found = (): WholeInstallation => ({
		snapshot: { ...healthyCluster, nodes },
		records: new Map() as NodeRecords,
		asking: [],
		inventory: cluster.objects.has("ConfigMap kube-system/node-local-dns-inventory") ? inventory : undefined,
		live: new Map(cluster.objects) as ReadonlyMap<string, ApiObject>,
		...rest,
	});
	const events: ChangeEvent[] = [];
	const context: UninstallContext = {
		cluster,
		observe: async () => found(),
		returnNode: async () => ({ is: "returned" }),
		teardownOf: (live) => {
			const { metadata = {} } = live;
			const done = metadata.annotations?.teardown === "yes";
			const { name = "", namespace = "", labels = {} } = metadata;
			return done
				? undefined
				: {
						apiVersion: "apps/v1",
						kind: "DaemonSet",
						metadata: { name, namespace, labels, annotations: { teardown: "yes" } },
					};
		},
		pauseMs: 0,
		maxParallel: 1,
		timeoutMs: 30,
		everyMs: 1,
		signal: new AbortController().signal,
		onChange: (event) => events.push(event),
	};
	return { cluster, found, context, events };
}
const run = async (
	{ context, found }: Pick<ReturnType<typeof installation>, "context" | "found">,
	options = wholeOptions,
) => uninstall(context, planUninstall(found(), options), options);

describe("the plan of a removal", () => {
	it("goes against the order of application, records and inventory last", () => {
		const { found } = installation();
		const { remove } = planRemoval(inventory, "kube-system", found().live);
		expect(remove.map(({ ref }) => refText(ref))).toEqual([
			"DaemonSet kube-system/node-local-dns",
			"ConfigMap kube-system/node-local-dns",
			"Service kube-system/node-local-dns",
			"Service kube-system/kube-dns-upstream",
			"ServiceAccount kube-system/node-local-dns",
			"ConfigMap kube-system/node-local-dns-nodes",
			"ConfigMap kube-system/node-local-dns-inventory",
		]);
		expect(remove.every(({ uid }) => uid !== undefined)).toBe(true);
	});

	it("leaves and names what somebody else has made his own, and what GitOps will make again", () => {
		const { cluster, found } = installation();
		cluster.put({
			apiVersion: "v1",
			kind: "Service",
			metadata: { name: "kube-dns-upstream", namespace: "kube-system", managedFields: [{ manager: "helm" }] },
		} as KubernetesObject);
		const map = bundle.find(
			({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "node-local-dns",
		);
		cluster.put({
			...(map as KubernetesObject),
			metadata: {
				...(map as KubernetesObject).metadata,
				annotations: { "argocd.argoproj.io/tracking-id": "dns:/ConfigMap:kube-system/node-local-dns" },
			},
		});
		const plan = planUninstall(found(), wholeOptions);
		expect(plan.removal.foreign).toEqual([
			{
				ref: { apiVersion: "v1", kind: "Service", namespace: "kube-system", name: "kube-dns-upstream" },
				managers: ["helm"],
			},
		]);
		expect(plan.removal.kept.map(({ by }) => by)).toEqual(["Argo CD"]);
		expect(plan.warnings.join("\n")).toMatch(/fields are of helm[\s\S]*Argo CD, which will make it again/);
	});

	it("finds the cache by its names where its inventory is gone or does not read", () => {
		const { found } = installation();
		const refs = (list: typeof inventory | undefined) =>
			planRemoval(list, "kube-system", found().live).remove.map(({ ref }) => refText(ref));
		expect(refs(undefined)).toEqual(refs(inventory));
	});

	it("never deletes a namespace", () => {
		const { cluster, found } = installation();
		const name = "localdns";
		cluster.put({
			...namespaceOf(name, {}),
			metadata: { name, labels: { "app.kubernetes.io/managed-by": "localdns" } },
		});
		const withNamespace = {
			...inventory,
			objects: [{ group: "", version: "v1", kind: "Namespace", name }, ...inventory.objects],
		};
		const { remove } = planRemoval(withNamespace, "kube-system", found().live);
		expect(remove.some(({ ref }) => ref.kind === "Namespace")).toBe(false);
	});
});

describe("uninstall", () => {
	it("rolls the cache into its last shape, deletes everything, and leaves a namespace that is not its own", async () => {
		const place = installation();
		place.cluster.put(namespaceOf("localdns-verify", { "localdns.dev/made-for": "operation" }));
		place.cluster.put(namespaceOf("localdns-node-config", {}));
		const ended = await run(place);
		expect(ended).toMatchObject({ kept: undefined, interrupted: false });
		expect([...place.cluster.objects.keys()]).toEqual(["Namespace localdns-node-config"]);
		// Namespaces first: without the inventory nobody would look for them.
		expect(place.cluster.writes.slice(0, 3)).toEqual([
			"delete Namespace localdns-verify",
			"apply DaemonSet kube-system/node-local-dns",
			"delete DaemonSet kube-system/node-local-dns",
		]);
		expect(ended.deleted.length).toBe(bundle.length + 1);
	});

	it("does nothing where nothing is", async () => {
		const place = installation();
		place.cluster.objects.clear();
		expect((await run(place)).deleted).toEqual([]);
		expect(place.cluster.writes).toEqual([]);
	});

	it("goes on from any write at which it was killed, and ends with nothing left", async () => {
		const counted = installation();
		await run(counted);
		const writes = counted.cluster.writes.length;
		expect(writes).toBeGreaterThan(6);
		for (let at = 0; at < writes; at += 1) {
			const place = installation();
			let written = 0;
			place.cluster.beforeWrite = () => {
				if (written === at) throw new Error("killed");
				written += 1;
			};
			await expect(run(place)).rejects.toThrow("killed");
			place.cluster.beforeWrite = () => {};
			await run(place);
			expect([...place.cluster.objects.keys()], `killed before write ${at}`).toEqual([]);
		}
	});

	it("keeps the cache as long as pods ask it, having given the nodes back", async () => {
		const returned: string[] = [];
		const place = installation({ asking: [pods] });
		const nodes = nodesWith({});
		const plan = planUninstall({ ...place.found(), snapshot: { ...healthyCluster, nodes } }, wholeOptions);
		const context: UninstallContext = {
			...place.context,
			returnNode: async ({ node }) => {
				returned.push(node);
				return { is: "returned" };
			},
		};
		const ended = await uninstall(context, plan, wholeOptions);
		expect(returned).toEqual(["agent-1", "agent-2", "server"]);
		expect(ended.kept).toMatchObject({ code: "LDNS740", exitCode: 1 });
		expect(ended.kept?.message).toBe("2 running pods of 1 workload may still ask the cache");
		expect(ended.asking).toEqual([pods]);
		expect(place.cluster.writes).toEqual([]);
	});

	it("goes on with --force, and tells whom it has left without DNS", async () => {
		const place = installation({ asking: [pods] });
		const ended = await run(place, { ...wholeOptions, force: true });
		expect(ended.lost).toEqual([pods]);
		expect(place.cluster.objects.size).toBe(0);
		expect(place.events).toContainEqual({
			event: "warning",
			text: "2 running pods of 1 workload may still ask the cache; --force goes on",
		});
	});

	it("keeps the cache for a node that hands it out still, whatever its way back has said", async () => {
		const place = installation({ nodes: nodesWith({}) });
		const ended = await run(place);
		expect(ended.kept).toMatchObject({ code: "LDNS741" });
		expect(place.cluster.writes).toEqual([]);
	});

	it("refuses for a turned node that does not report, gives back the others when told to, and keeps the cache", async () => {
		const nodes = readNodes([
			{ name: "far", ready: false, args: ["agent", "--kubelet-arg", "cluster-dns=169.254.20.10"] },
		]);
		const place = installation({ nodes });
		await expect(run(place)).rejects.toMatchObject({ code: "LDNS741" });
		const ended = await run(place, { ...wholeOptions, skipUnready: true });
		expect(ended.kept).toMatchObject({
			code: "LDNS741",
			message: "far: hands out the cache, and cannot be given back",
			hint: "the same command again once it is Ready",
		});
		expect(place.cluster.writes).toEqual([]);
		await run(place, { ...wholeOptions, force: true });
		expect(place.cluster.objects.size).toBe(0);
	});

	it("deletes nothing when a node could not be given back", async () => {
		const place = installation({ nodes: nodesWith({}) });
		const error = new LocaldnsError("LDNS741", "it did not come back");
		const context: UninstallContext = {
			...place.context,
			returnNode: async () => ({ is: "unclear", error }),
		};
		const ended = await run({ ...place, context });
		expect(ended.nodes.failed.map(({ node }) => node)).toEqual(["agent-1"]);
		expect(place.cluster.writes).toEqual([]);
	});

	it("says what did not take the teardown shape, and deletes nothing", async () => {
		const place = installation();
		place.cluster.updatedPods = 1;
		await expect(run(place)).rejects.toMatchObject({ code: "LDNS743" });
		expect(place.cluster.writes).toEqual(["apply DaemonSet kube-system/node-local-dns"]);
	});

	it("waits for pods beyond its time as long as further ones take the shape", async () => {
		const place = installation();
		const { cluster } = place;
		const read = cluster.read.bind(cluster);
		const begun = performance.now();
		cluster.updatedPods = 0;
		cluster.read = async (ref) => {
			const found = await read(ref);
			const updatedNumberScheduled = Math.min(2, Math.floor((performance.now() - begun) / 200));
			return found?.kind === "DaemonSet"
				? ({ ...found, status: { ...(found.status as object), updatedNumberScheduled } } as typeof found)
				: found;
		};
		expect(await run({ ...place, context: { ...place.context, timeoutMs: 250, everyMs: 20 } })).toMatchObject(
			{
				kept: undefined,
				interrupted: false,
			},
		);
		expect(performance.now() - begun).toBeGreaterThan(390);
	});

	it("waits for every pod it can reach, whatever nodes without one do not report", async () => {
		const place = installation();
		place.cluster.updatedPods = 1;
		const plan = planRemoval(inventory, "kube-system", place.found().live);
		const settings = { ...place.context, namespace: "kube-system", force: false, unready: ["elsewhere"] };
		await expect(removeInstall(place.cluster, plan, settings)).rejects.toMatchObject({ code: "LDNS743" });
	});

	it("names the object that does not go", async () => {
		const place = installation();
		place.cluster.held.add("ConfigMap kube-system/node-local-dns");
		await expect(run(place)).rejects.toMatchObject({
			code: "LDNS742",
			message: "ConfigMap kube-system/node-local-dns was deleted and is still there",
			hint: "kubectl -n kube-system get configmap node-local-dns -o yaml",
		});
		// Whatever command met it: a bench and a health check delete as well.
		expect(new LocaldnsError("LDNS742", "").hint).toMatch(/^kubectl get /);
	});

	it("leaves an object that took the name of another meanwhile", async () => {
		const place = installation();
		const [last] = memoryRefs("kube-system").slice(-1);
		place.cluster.beforeWrite = (write) => {
			if (write !== "delete DaemonSet kube-system/node-local-dns") return;
			place.cluster.objects.delete(refText(last as never));
			place.cluster.put({ ...(bundle[0] as KubernetesObject) });
		};
		await run(place);
		expect([...place.cluster.objects.keys()]).toEqual([refText(refOf(bundle[0] as KubernetesObject))]);
	});

	it("stops between two objects when it is interrupted", async () => {
		const place = installation();
		const stop = new AbortController();
		place.cluster.beforeWrite = (write) => {
			if (write.startsWith("delete ")) stop.abort();
		};
		const ended = await run({ ...place, context: { ...place.context, signal: stop.signal } });
		expect(ended).toMatchObject({ interrupted: true });
		expect(ended.deleted.map(({ kind }) => kind)).toEqual(["DaemonSet"]);
	});
});
