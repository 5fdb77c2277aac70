import {
	type ApiObject,
	type ClusterNode,
	type ClusterPod,
	type ClusterSnapshot,
	readConfigMap,
	readDaemonSet,
	readNode,
	readPod,
	readService,
} from "@localdns/core/cluster";
import { type Inventory, inventoryName, nodeRecordsName } from "@localdns/core/manifests";
import { type NodeRecords, parseNodeRecords, readInventory } from "@localdns/core/plan";
import type { RunningOperation } from "../installation-status.ts";
import type { ClusterReader } from "../ports/cluster.ts";
import { partialSnapshot } from "./partial-snapshot.ts";

/** What status is made from. */
export interface StatusFacts {
	readonly snapshot: ClusterSnapshot;
	readonly inventory: Inventory | undefined;
	readonly records: NodeRecords;
	/** Of the DaemonSet. Zero where there is none. */
	readonly available: number;
	readonly operation: RunningOperation | undefined;
}

/**
 * Reads what status shows: six objects, and the pages of nodes and pods, of which no more is kept than is judged.
 *
 * @param namespace of the cache
 * @throws LocaldnsError LDNS601–LDNS607; a missing right too, because half a status would pass for a whole one
 */
export async function observeStatus(
	cluster: ClusterReader,
	namespace: string,
	onProgress: (what: string) => void = () => {},
): Promise<StatusFacts> {
	onProgress("the cache");
	const own = `/api/v1/namespaces/${namespace}/configmaps`;
	const [daemonSet, corefile, inventory, records, lease, dns] = await Promise.all([
		cluster.get(`/apis/apps/v1/namespaces/${namespace}/daemonsets/node-local-dns`),
		cluster.get(`${own}/node-local-dns`),
		cluster.get(`${own}/${inventoryName}`),
		cluster.get(`${own}/${nodeRecordsName}`),
		cluster.get(`/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/node-local-dns-lock`),
		cluster.get("/api/v1/namespaces/kube-system/services/kube-dns"),
	]);
	onProgress("nodes");
	const nodes: ClusterNode[] = await cluster.list("/api/v1/nodes", (object) => readNode(object, () => false));
	onProgress("pods");
	const pods: ClusterPod[] = await cluster.list("/api/v1/pods", (object) => readPod(object, () => false));
	return {
		snapshot: partialSnapshot("status", namespace, {
			nodes,
			pods,
			clusterDns: { service: dns === undefined ? undefined : readService(dns) },
			cache: {
				daemonSet: daemonSet === undefined ? undefined : readDaemonSet(daemonSet),
				configuration: corefile === undefined ? undefined : readConfigMap(corefile),
			},
		}),
		inventory: readInventory(inventory),
		records: parseNodeRecords(dataOf(records)),
		available: (daemonSet as DaemonSetStatus | undefined)?.status?.numberAvailable ?? 0,
		operation: operationOf(lease),
	};
}

interface DaemonSetStatus {
	readonly status?: { readonly numberAvailable?: number };
}

const dataOf = (object: ApiObject | undefined): Readonly<Record<string, string>> =>
	object === undefined ? {} : readConfigMap(object).data;

function operationOf(lease: ApiObject | undefined): RunningOperation | undefined {
	const { spec = {} } = (lease ?? {}) as { spec?: { holderIdentity?: string; renewTime?: string } };
	const { holderIdentity: holder = "", renewTime: renewedAt = "" } = spec;
	return holder === "" ? undefined : { holder, renewedAt };
}
