import type { ApiObject } from "@localdns/core/cluster";
import { cacheNamespace, type KubernetesObject, managedBy, nodeRecordsName } from "@localdns/core/manifests";
import {
	type NodeRecord,
	type NodeRecords,
	parseNodeRecords,
	printNodeRecord,
	refOf,
} from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";

/** The records of nodes in the cluster. Each entry is written by itself, so that two nodes' turns never meet. */
export interface NodeRecordStore {
	read(): Promise<NodeRecords>;
	write(node: string, record: NodeRecord): Promise<void>;
	/** Of a node that was never touched after all. */
	remove(node: string): Promise<void>;
	/** The API server's time, ISO 8601: the times of pods are by its clock, and not by this machine's. */
	now(): Promise<string>;
}

/** @param namespace of the cache. @default "kube-system" */
export function nodeRecordStore(cluster: Cluster, namespace: string = cacheNamespace): NodeRecordStore {
	const configMap = (name: string, data: Readonly<Record<string, string>>): KubernetesObject => ({
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name, namespace, labels: managedBy },
		data,
	});
	const ref = refOf(configMap(nodeRecordsName, {}));

	return {
		async read() {
			const found = (await cluster.read(ref)) as (ApiObject & { data?: Record<string, string> }) | undefined;
			return parseNodeRecords(found?.data);
		},
		async write(node, record) {
			const data = { [node]: printNodeRecord(record) };
			if ((await cluster.patch(ref, { data })) !== undefined) return;
			// Another turn may just have made it.
			if ((await cluster.create(configMap(nodeRecordsName, data))) === undefined)
				await cluster.patch(ref, { data });
		},
		async remove(node) {
			await cluster.patch(ref, { data: { [node]: null } });
		},
		async now() {
			// The API server stamps an object before it finds out that it is not to be kept.
			const stamped = await cluster.create(configMap(`${nodeRecordsName}-clock`, {}), { dryRun: true });
			const { creationTimestamp } = (stamped?.metadata ?? {}) as { creationTimestamp?: string };
			return creationTimestamp ?? new Date().toISOString();
		},
	};
}
