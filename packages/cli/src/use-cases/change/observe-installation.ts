import type { ApiObject } from "@localdns/core/cluster";
import {
	type Inventory,
	inventoryName,
	type KubernetesObject,
	nodeRecordsName,
} from "@localdns/core/manifests";
import {
	inventoryRefs,
	type NodeRecords,
	type ObjectRef,
	parseNodeRecords,
	readInventory,
	refOf,
	refText,
} from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";

/** What is there of an installation. */
export interface InstallationObjects {
	/** The wanted objects, the inventory's, and both memories, by `refText`; what is not there is not among them. */
	readonly live: ReadonlyMap<string, ApiObject>;
	/** Undefined where nothing was installed, or its list does not read. */
	readonly inventory: Inventory | undefined;
	readonly records: NodeRecords;
	/** Of namespace kube-system, by which a cluster is told from another one of the same name. */
	readonly clusterUid: string;
}

/** Objects read at the same time. */
const atOnce = 8;

/**
 * Reads the objects that a change is planned from: two at first, then the wanted ones and those of the inventory.
 *
 * @param namespace of the cache
 * @param wanted objects that would be applied; none for a removal
 * @throws LocaldnsError LDNS601–LDNS607; LDNS604 too, because half an installation would pass for a whole one
 */
export async function observeInstallation(
	cluster: Pick<Cluster, "read">,
	namespace: string,
	wanted: readonly KubernetesObject[],
): Promise<InstallationObjects> {
	const memory = [inventoryName, nodeRecordsName].map(
		(name): ObjectRef => ({ apiVersion: "v1", kind: "ConfigMap", namespace, name }),
	);
	const system: ObjectRef = { apiVersion: "v1", kind: "Namespace", name: "kube-system" };
	const first = await readAll(cluster, [system, ...memory]);
	const [inventoryRef, recordsRef] = memory as [ObjectRef, ObjectRef];
	const inventory = readInventory(first.get(refText(inventoryRef)));
	const rest = [...wanted.map(refOf), ...inventoryRefs(inventory)].filter((ref) => !first.has(refText(ref)));
	const later = await readAll(cluster, rest);
	const systemText = refText(system);
	const live = new Map([...first, ...later].filter(([text]) => text !== systemText));
	return {
		live,
		inventory,
		records: parseNodeRecords(dataOf(first.get(refText(recordsRef)))),
		clusterUid: (first.get(systemText)?.metadata as { uid?: string } | undefined)?.uid ?? "",
	};
}

const dataOf = (object: ApiObject | undefined): Readonly<Record<string, string>> | undefined =>
	(object as { data?: Record<string, string> } | undefined)?.data;

/** Reads each object once, some at a time. */
async function readAll(
	cluster: Pick<Cluster, "read">,
	refs: readonly ObjectRef[],
): Promise<Map<string, ApiObject>> {
	const waiting = [...new Map(refs.map((ref) => [refText(ref), ref]))];
	const found = new Map<string, ApiObject>();
	const work = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [text, ref] = next;
			const object = await cluster.read(ref);
			if (object !== undefined) found.set(text, object);
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
	return found;
}
