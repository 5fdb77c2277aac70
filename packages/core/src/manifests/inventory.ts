import { contentHash } from "./content-hash.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { inventoryName, labels } from "./names.ts";

/** An object of ours, as the API addresses it. */
export interface InventoryEntry {
	/** "" for the core group. */
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	/** Absent for an object of the whole cluster. */
	readonly namespace?: string;
	readonly name: string;
}

/** What the inventory's `inventory.json` holds. */
export interface Inventory {
	readonly apiVersion: "localdns.dev/v1alpha1";
	readonly kind: "Inventory";
	/** Version of localdns that applied the objects. Absent when a library rendered them. */
	readonly toolVersion?: string;
	/** Tells one rendering from another: equal for equal objects. */
	readonly contentHash: string;
	readonly objects: readonly InventoryEntry[];
}

/** Key of the list in the ConfigMap. */
export const inventoryKey = "inventory.json";

/**
 * The ConfigMap that says what belongs to an installation, itself left out, so that it can be taken out again from any
 * machine. It holds no time and nothing of the cluster: equal objects give an equal inventory. Applied first, it knows
 * of every object of an installation that was interrupted as well.
 */
export function inventory(
	objects: readonly KubernetesObject[],
	namespace: string,
	toolVersion: string | undefined,
): KubernetesObject {
	const list: Inventory = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "Inventory",
		...(toolVersion === undefined ? {} : { toolVersion }),
		contentHash: contentHash(JSON.stringify(objects)),
		objects: objects.map(entryOf),
	};
	return {
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name: inventoryName, namespace, labels },
		data: { [inventoryKey]: `${JSON.stringify(list, null, 2)}\n` },
	};
}

function entryOf({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): InventoryEntry {
	const slash = apiVersion.indexOf("/");
	return {
		group: apiVersion.slice(0, Math.max(slash, 0)),
		version: apiVersion.slice(slash + 1),
		kind,
		...(namespace === undefined ? {} : { namespace }),
		name,
	};
}
