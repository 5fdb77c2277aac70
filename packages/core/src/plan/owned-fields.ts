import type { ApiObject } from "../cluster/api-object.ts";
import type { KubernetesObject } from "../manifests/kubernetes-object.ts";
import { appliedTree, type FieldTree, fieldsOf, isLeaf, isMap, itemsOf, valuesIn } from "./field-tree.ts";

/**
 * An object as localdns last applied it: the live values of the fields that it owns. Applying it again changes nothing,
 * and after another apply brings it back. Same idea as client-go's ExtractInto (applyconfigurations), without schemas.
 *
 * @param live with its managedFields
 * @returns undefined where localdns never applied it
 */
export function appliedConfiguration(live: ApiObject): KubernetesObject | undefined {
	const tree = appliedTree(live);
	if (tree === undefined) return undefined;
	const { apiVersion, kind, metadata: { name = "", namespace } = {} } = live;
	const owned = ownedPart(live, tree) as Readonly<Record<string, unknown>>;
	return {
		...owned,
		apiVersion: String(apiVersion),
		kind: String(kind),
		metadata: {
			...(isMap(owned["metadata"]) ? owned["metadata"] : {}),
			name,
			...(namespace === undefined ? {} : { namespace }),
		},
	};
}

/** What a tree owns of a value; undefined where the value is gone. */
function ownedPart(live: unknown, tree: FieldTree): unknown {
	if (isLeaf(tree)) return live;
	if (isMap(live)) {
		return Object.fromEntries(
			fieldsOf(tree).flatMap(([name, below]) => {
				const part = Object.hasOwn(live, name) ? ownedPart(live[name], below) : undefined;
				return part === undefined ? [] : [[name, part]];
			}),
		);
	}
	if (!Array.isArray(live)) return live;
	const values = new Set(valuesIn(tree));
	const items = itemsOf(tree);
	return live.flatMap((item): unknown[] => {
		const found = items.find(({ key }) => isItem(item, key));
		if (found !== undefined) return [isLeaf(found.below) ? found.key : ownedPart(item, found.below)];
		return values.has(item) ? [item] : [];
	});
}

const isItem = (item: unknown, key: Readonly<Record<string, unknown>>): boolean =>
	isMap(item) && Object.entries(key).every(([name, value]) => item[name] === value);
