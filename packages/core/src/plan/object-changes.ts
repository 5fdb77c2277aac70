import type { ApiObject } from "../cluster/api-object.ts";
import type { Inventory } from "../manifests/inventory.ts";
import type { KubernetesObject } from "../manifests/kubernetes-object.ts";
import { inventoryRefs } from "./installed-inventory.ts";
import type { ObjectChange } from "./object-change.ts";
import { changeOf, isManaged } from "./object-diff.ts";
import { refOf, refText } from "./object-ref.ts";

/**
 * What applying objects would change: each of them in its order, then what the former inventory lists and nobody wants
 * any more, last applied first. A namespace is never deleted, because it holds what is not ours, nor is an object that
 * somebody else has made again.
 *
 * @param live what is there of the objects and of the inventory's, by `refText`
 */
export function objectChanges(
	live: ReadonlyMap<string, ApiObject>,
	wanted: readonly KubernetesObject[],
	inventory: Inventory | undefined,
): ObjectChange[] {
	const names = wanted.map((object) => refText(refOf(object)));
	const stays = new Set(names);
	const dropped = inventoryRefs(inventory)
		.toReversed()
		.filter((ref) => {
			const text = refText(ref);
			const found = live.get(text);
			return ref.kind !== "Namespace" && !stays.has(text) && found !== undefined && isManaged(found);
		});
	return [
		...wanted.map((object, index) => changeOf(live.get(names[index] as string), object)),
		...dropped.map((ref): ObjectChange => ({ kind: "delete", ref })),
	];
}
