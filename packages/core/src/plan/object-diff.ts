import type { ApiObject } from "../cluster/api-object.ts";
import type { KubernetesObject } from "../manifests/kubernetes-object.ts";
import { managedBy } from "../manifests/names.ts";
import {
	appliedTree,
	below,
	type FieldTree,
	fieldsOf,
	foreignTrees,
	type ItemKey,
	isMap,
	itemsOf,
	type ManagedTree,
	managersOf,
	valuesIn,
} from "./field-tree.ts";
import type { FieldChange, ObjectChange } from "./object-change.ts";
import { holdsQuantities, isEmpty, isSame } from "./same-value.ts";

/** A place in an object, and who owns what below it. */
interface Place {
	readonly path: string;
	/** What localdns applied; undefined where nothing. */
	readonly own: FieldTree | undefined;
	readonly others: readonly ManagedTree[];
	readonly quantities: boolean;
}

/**
 * What applying an object would change. What the API server fills in and what others own and `wanted` does not name
 * are no differences; a field that localdns applied and no longer wants is one, unless another manager holds it as well.
 *
 * @param live as the API server has it, with its managedFields; undefined where there is none
 */
export function changeOf(live: ApiObject | undefined, wanted: KubernetesObject): ObjectChange {
	if (live === undefined) return { kind: "create", object: wanted };
	const own = appliedTree(live);
	const fields = fieldChanges(live, wanted, own);
	if (own === undefined && !isLabelled(live)) {
		return { kind: "adopt", object: wanted, fields, managers: managersOf(live) };
	}
	return fields.length === 0
		? { kind: "unchanged", object: wanted }
		: { kind: "update", object: wanted, fields };
}

/** Whether localdns manages an object, by its label or by what it has applied. */
export const isManaged = (live: ApiObject): boolean => isLabelled(live) || appliedTree(live) !== undefined;

const isLabelled = ({ metadata }: ApiObject): boolean => {
	const [[label, value]] = Object.entries(managedBy) as [[string, string]];
	return metadata?.labels?.[label] === value;
};

/** What makes an object that one, and is never changed. */
const identity = new Set(["apiVersion", "kind"]);

function fieldChanges(
	live: ApiObject,
	wanted: KubernetesObject,
	own: FieldTree | undefined,
): readonly FieldChange[] {
	const { name: _name, namespace: _namespace, ...metadata } = wanted.metadata;
	const rest = Object.fromEntries(
		Object.entries({ ...wanted, metadata }).filter(([field]) => !identity.has(field)),
	);
	return mapChanges(rest, live, { path: "", own, others: foreignTrees(live), quantities: false });
}

function changes(wanted: unknown, live: unknown, place: Place): FieldChange[] {
	if (isMap(wanted) && isMap(live) && !isAtomic(place)) return mapChanges(wanted, live, place);
	if (Array.isArray(wanted) && Array.isArray(live)) {
		const names = itemKeyNames(place);
		if (names !== undefined) return listChanges(wanted, live, names, place);
		if (isSet(place)) return setChanges(wanted, live, place);
	}
	if (isDropped(wanted, live, place)) return [];
	return isSame(wanted, live, place.quantities) ? [] : [change(place, live, wanted)];
}

/** The API server drops many a `false` and `0`, and still knows that localdns has applied it. */
const isDropped = (wanted: unknown, live: unknown, { own }: Place): boolean =>
	own !== undefined && live === undefined && (wanted === false || wanted === 0);

const treesOf = ({ own, others }: Place): FieldTree[] => [
	...(own === undefined ? [] : [own]),
	...others.map(({ tree }) => tree),
];

/** Whether a map is owned as a whole by whoever owns it: a selector, a fieldRef. */
function isAtomic(place: Place): boolean {
	const trees = treesOf(place);
	return trees.length > 0 && trees.every((tree) => Object.keys(tree).length === 0);
}

/** By which fields a list's items are told apart; undefined for a list that is owned as a whole. */
function itemKeyNames(place: Place): string[] | undefined {
	for (const tree of treesOf(place)) {
		const [item] = itemsOf(tree);
		if (item !== undefined) return Object.keys(item.key);
	}
	return undefined;
}

const isSet = (place: Place): boolean => treesOf(place).some((tree) => valuesIn(tree).length > 0);

function mapChanges(
	wanted: Readonly<Record<string, unknown>>,
	live: Readonly<Record<string, unknown>>,
	place: Place,
): FieldChange[] {
	const named = Object.entries(wanted).flatMap(([name, value]) =>
		value === undefined ? [] : changes(value, fieldIn(live, name), fieldPlace(place, name)),
	);
	const dropped = fieldsOf(place.own ?? {}).flatMap(([name]) =>
		fieldIn(wanted, name) === undefined ? removal(fieldIn(live, name), fieldPlace(place, name)) : [],
	);
	return [...named, ...dropped];
}

const fieldIn = (map: Readonly<Record<string, unknown>>, name: string): unknown =>
	Object.hasOwn(map, name) ? map[name] : undefined;

function listChanges(
	wanted: readonly unknown[],
	live: readonly unknown[],
	names: readonly string[],
	place: Place,
): FieldChange[] {
	const keyOf = (item: unknown): ItemKey =>
		// A port without a protocol is one of TCP.
		Object.fromEntries(
			names.map((name) => [
				name,
				(isMap(item) ? item[name] : undefined) ?? (name === "protocol" ? "TCP" : undefined),
			]),
		);
	const liveByKey = new Map(live.map((item) => [JSON.stringify(keyOf(item)), item]));
	const wantedKeys = new Set(wanted.map((item) => JSON.stringify(keyOf(item))));
	const named = wanted.flatMap((item) => {
		const key = keyOf(item);
		return changes(item, liveByKey.get(JSON.stringify(key)), itemPlace(place, key));
	});
	const dropped = itemsOf(place.own ?? {}).flatMap(({ key: given }) => {
		const key = keyOf(given);
		const text = JSON.stringify(key);
		return wantedKeys.has(text) ? [] : removal(liveByKey.get(text), itemPlace(place, key));
	});
	return [...named, ...dropped];
}

function setChanges(wanted: readonly unknown[], live: readonly unknown[], place: Place): FieldChange[] {
	const missing = wanted.some((value) => !live.includes(value));
	const dropped = valuesIn(place.own ?? {}).filter(
		(value) =>
			!wanted.includes(value) &&
			live.includes(value) &&
			!place.others.some(({ tree }) => valuesIn(tree).includes(value)),
	);
	if (!missing && dropped.length === 0) return [];
	const to = [...live.filter((value) => !dropped.includes(value) && !wanted.includes(value)), ...wanted];
	return [{ path: place.path, from: live, to, owners: [] }];
}

/** A field that localdns applied and does not want any more goes, but for what others hold of it. */
function removal(live: unknown, place: Place): FieldChange[] {
	if (isEmpty(live) || place.own === undefined) return [];
	if (place.others.length === 0) return [{ path: place.path, from: live, to: undefined, owners: [] }];
	if (isMap(live)) {
		return fieldsOf(place.own).flatMap(([name]) => removal(fieldIn(live, name), fieldPlace(place, name)));
	}
	if (!Array.isArray(live)) return [];
	const names = itemKeyNames(place);
	return names === undefined ? [] : listChanges([], live, names, place);
}

const change = (place: Place, from: unknown, to: unknown): FieldChange => ({
	path: place.path,
	from,
	to,
	owners: [...new Set(place.others.map(({ manager }) => manager))],
});

const fieldPlace = (place: Place, name: string): Place => {
	const simple = /^[\w-]+$/.test(name);
	const word = simple ? name : `[${JSON.stringify(name)}]`;
	return {
		...inside(place, `f:${name}`),
		path: place.path === "" || !simple ? `${place.path}${word}` : `${place.path}.${word}`,
		quantities: place.quantities || holdsQuantities(name),
	};
};

const itemPlace = (place: Place, key: ItemKey): Place => {
	const parts = Object.entries(key).map(([name, value]) => `${name}=${String(value)}`);
	return {
		...inside(place, `k:${JSON.stringify(key)}`),
		path: `${place.path}[${parts.join(",")}]`,
		quantities: place.quantities,
	};
};

const inside = (place: Place, key: string): Pick<Place, "own" | "others"> => ({
	own: below(place.own, key),
	others: place.others.flatMap(({ manager, tree }) => {
		const part = below(tree, key);
		return part === undefined ? [] : [{ manager, tree: part }];
	}),
});
