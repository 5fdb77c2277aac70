import { inventoryName, type KubernetesObject } from "@localdns/core/manifests";
import type { ObjectChange, ObjectRef } from "@localdns/core/plan";

/** The changes of a plan in two parts: those before the trial, and deletions, which wait for its good end. */
export function withOutgoing(changes: readonly ObjectChange[]): {
	readonly first: readonly ObjectChange[];
	/** Deletions, and then the inventory without them. Empty where nothing goes. */
	readonly last: readonly ObjectChange[];
} {
	const deletions = changes.flatMap((change) => (change.kind === "delete" ? [change] : []));
	const others = changes.filter(({ kind }) => kind !== "delete");
	if (deletions.length === 0) return { first: others, last: [] };
	const refs = deletions.map(({ ref }) => ref);
	return {
		first: others.map((change) =>
			isInventory(change) ? { ...change, object: inventoryWith(change.object, refs) } : change,
		),
		last: [...deletions, ...others.filter(isInventory)],
	};
}

type Applied = Exclude<ObjectChange, { kind: "delete" }>;

const isInventory = (change: ObjectChange): change is Applied =>
	change.kind !== "delete" &&
	change.object.kind === "ConfigMap" &&
	change.object.metadata.name === inventoryName;

/** As long as an object is there the inventory has it, or a run that is killed would leave it to nobody. */
function inventoryWith(inventory: KubernetesObject, refs: readonly ObjectRef[]): KubernetesObject {
	const data = inventory.data as Readonly<Record<string, string>>;
	const entries = refs.map(({ apiVersion, kind, namespace, name }) => {
		const slash = apiVersion.indexOf("/");
		const group = apiVersion.slice(0, Math.max(slash, 0));
		return {
			group,
			version: apiVersion.slice(slash + 1),
			kind,
			...(namespace === undefined ? {} : { namespace }),
			name,
		};
	});
	return {
		...inventory,
		data: Object.fromEntries(
			Object.entries(data).map(([key, text]) => {
				const list = JSON.parse(text) as { objects: readonly object[] };
				return [key, `${JSON.stringify({ ...list, objects: [...list.objects, ...entries] }, null, 2)}\n`];
			}),
		),
	};
}
