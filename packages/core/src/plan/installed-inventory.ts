import type { ApiObject } from "../cluster/api-object.ts";
import { type Inventory, type InventoryEntry, inventoryKey } from "../manifests/inventory.ts";
import { isMap } from "./field-tree.ts";
import type { ObjectRef } from "./object-ref.ts";

/**
 * Reads the inventory out of its ConfigMap. An entry that names no object is left out: what is not known to be ours is
 * not deleted.
 *
 * @returns undefined where there is no ConfigMap, or it holds no list
 */
export function readInventory(configMap: ApiObject | undefined): Inventory | undefined {
	const data = configMap?.["data"];
	const text = isMap(data) ? data[inventoryKey] : undefined;
	const list = typeof text === "string" ? parse(text) : undefined;
	if (!isMap(list) || !Array.isArray(list["objects"])) return undefined;
	const { toolVersion, contentHash, objects } = list;
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "Inventory",
		...(typeof toolVersion === "string" ? { toolVersion } : {}),
		contentHash: typeof contentHash === "string" ? contentHash : "",
		objects: (objects as unknown[]).filter(isEntry),
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const isEntry = (value: unknown): value is InventoryEntry =>
	isMap(value) &&
	["group", "version", "kind", "name"].every((field) => typeof value[field] === "string") &&
	(value["namespace"] === undefined || typeof value["namespace"] === "string");

/** References to the objects of an inventory, in apply order. */
export const inventoryRefs = (inventory: Inventory | undefined): ObjectRef[] =>
	(inventory?.objects ?? []).map(({ group, version, kind, namespace, name }) => ({
		apiVersion: group === "" ? version : `${group}/${version}`,
		kind,
		...(namespace === undefined ? {} : { namespace }),
		name,
	}));
