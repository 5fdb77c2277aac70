import type { ApiObject } from "@localdns/core/cluster";
import { type KubernetesObject, renderBundle } from "@localdns/core/manifests";
import { refOf, refText } from "@localdns/core/plan";
import { describe, expect, it } from "vitest";
import type { MadeChange } from "../../../src/use-cases/change/apply-objects.ts";
import { takeBackObjects } from "../../../src/use-cases/change/take-back-objects.ts";
import { MemoryCluster } from "./memory-cluster.ts";

const bundle = renderBundle({ profile: "resilient", engine: "node-cache" }, "0.0.0");
const ofKind = (kind: string): KubernetesObject => {
	const found = bundle.find((object) => object.kind === kind);
	if (found === undefined) throw new Error(`no ${kind} in the bundle`);
	return found;
};
const daemonSet = ofKind("DaemonSet");
const service = ofKind("Service");

const settings = (addresses: readonly string[], former: ReadonlyMap<string, ApiObject> = new Map()) => ({
	...{ former, addresses, namespace: "kube-system", unready: [], timeoutMs: 100, stallMs: 100 },
	onChange: () => {},
});

describe("what an install takes back", () => {
	it("is what it changed first, and then what it made, which that may be standing on", async () => {
		const cluster = new MemoryCluster();
		for (const object of [service, daemonSet]) cluster.put(object);
		const before = {
			...daemonSet,
			metadata: {
				...daemonSet.metadata,
				managedFields: [
					{ manager: "localdns", operation: "Apply", fieldsV1: { "f:spec": { "f:selector": {} } } },
				],
			},
		} as ApiObject;
		const made: MadeChange[] = [
			{ change: { kind: "create", object: service }, uid: undefined },
			{ change: { kind: "update", object: daemonSet, fields: [] }, uid: undefined },
		];
		const former = new Map([[refText(refOf(daemonSet)), before]]);
		expect(await takeBackObjects(cluster, made, settings(["169.254.20.10"], former))).toEqual([]);
		expect(cluster.writes).toEqual([
			`apply ${refText(refOf(daemonSet))}`,
			`delete ${refText(refOf(service))}`,
		]);
	});

	it("is not whole where pods keep an address that others ask", async () => {
		const made: MadeChange[] = [{ change: { kind: "create", object: daemonSet }, uid: undefined }];
		const takeBack = async (addresses: readonly string[]) => {
			const cluster = new MemoryCluster();
			cluster.put(daemonSet);
			cluster.updatedPods = 1;
			return await takeBackObjects(cluster, made, settings(addresses));
		};
		expect(await takeBack(["169.254.20.10"])).toEqual([]);
		expect(await takeBack(["169.254.20.10", "10.43.0.10"])).toEqual([
			"10.43.0.10 may still be on 1 node, where nobody answers there any more",
		]);
	});
});
