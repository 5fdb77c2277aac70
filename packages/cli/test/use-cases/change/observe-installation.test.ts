import { renderBundle } from "@localdns/core/manifests";
import { inventoryRefs, refOf, refText } from "@localdns/core/plan";
import { expect, it } from "vitest";
import { observeInstallation } from "../../../src/use-cases/change/observe-installation.ts";
import { MemoryCluster } from "./memory-cluster.ts";

const bundle = renderBundle({ profile: "resilient", engine: "node-cache" });
const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } };
const record = { state: "turned", addresses: ["169.254.20.10"], turningAt: "2026-03-02T10:00:00Z" };

it("finds nothing where nothing is", async () => {
	const cluster = new MemoryCluster();
	cluster.put(namespace);
	const found = await observeInstallation(cluster, "kube-system", bundle);
	expect(found).toEqual({ live: new Map(), inventory: undefined, records: new Map(), clusterUid: "uid-1" });
});

it("finds the objects of the inventory besides those that are wanted, each read once", async () => {
	const cluster = new MemoryCluster();
	for (const object of [namespace, ...bundle]) cluster.put(object);
	cluster.put({
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name: "node-local-dns-nodes", namespace: "kube-system" },
		data: { far: JSON.stringify(record), broken: "{" },
	});
	const found = await observeInstallation(cluster, "kube-system", bundle.slice(0, 2));
	expect(inventoryRefs(found.inventory)).toEqual(bundle.slice(1).map(refOf));
	expect([...found.live.keys()].toSorted()).toEqual(
		[
			...bundle.map((object) => refText(refOf(object))),
			"ConfigMap kube-system/node-local-dns-nodes",
		].toSorted(),
	);
	expect(found.records).toEqual(new Map([["far", record]]));
	expect(cluster.requests).toBe(bundle.length + 2);
});
