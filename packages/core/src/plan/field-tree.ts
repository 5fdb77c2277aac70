import type { ApiObject, ManagedFields } from "../cluster/api-object.ts";
import { fieldManager } from "../manifests/names.ts";

/**
 * Fields that a manager owns, as `metadata.managedFields` has them: keys are `f:NAME`, `k:{KEY}` for an item of a list
 * that is merged by key, `v:VALUE` for one of a set, and `.` for the node itself. An empty tree is a field that is owned
 * as a whole. Source: kubernetes-sigs/structured-merge-diff fieldpath/serialize.go.
 */
export interface FieldTree {
	readonly [key: string]: FieldTree;
}

/** What one manager owns of an object. */
export interface ManagedTree {
	readonly manager: string;
	readonly tree: FieldTree;
}

const entriesOf = ({ metadata }: ApiObject): readonly ManagedFields[] =>
	(metadata?.managedFields ?? []).filter(({ subresource = "" }) => subresource === "");

const isApplied = ({ manager, operation }: ManagedFields): boolean =>
	manager === fieldManager && operation === "Apply";

/** What localdns owns by its server-side applies; undefined where it never applied the object. */
export function appliedTree(live: ApiObject): FieldTree | undefined {
	const trees = entriesOf(live)
		.filter(isApplied)
		.map(({ fieldsV1 }) => treeOf(fieldsV1));
	return trees.length === 0 ? undefined : trees.reduce(merged);
}

/** What others own. */
export const foreignTrees = (live: ApiObject): ManagedTree[] =>
	entriesOf(live)
		.filter((entry) => entry.manager !== fieldManager)
		.map(({ manager = "", fieldsV1 }) => ({ manager, tree: treeOf(fieldsV1) }));

/** Everyone who has written the object, once each. */
export const managersOf = (live: ApiObject): string[] => [
	...new Set(entriesOf(live).flatMap(({ manager }) => (manager === undefined ? [] : [manager]))),
];

const nothing: FieldTree = {};

const treeOf = (fields: unknown): FieldTree => (isMap(fields) ? (fields as FieldTree) : nothing);

/** Applies at two versions of an API have an entry each. */
const merged = (a: FieldTree, b: FieldTree): FieldTree => {
	const all = new Map<string, FieldTree>(Object.entries(a));
	for (const [key, tree] of Object.entries(b)) {
		const other = all.get(key);
		all.set(key, other === undefined ? tree : merged(other, tree));
	}
	return Object.fromEntries(all);
};

/** Whether a field is owned as a whole: it is a scalar, an atomic list or map, or was applied empty. */
export const isLeaf = (tree: FieldTree): boolean => Object.keys(tree).every((key) => key === ".");

/** The fields below a node, by name. */
export const fieldsOf = (tree: FieldTree): [name: string, below: FieldTree][] =>
	Object.entries(tree).flatMap(([key, below]) => (key.startsWith("f:") ? [[key.slice(2), below]] : []));

/** A part of a tree; undefined where nothing of it is owned. */
export const below = (tree: FieldTree | undefined, key: string): FieldTree | undefined =>
	tree !== undefined && Object.hasOwn(tree, key) ? tree[key] : undefined;

/** Key of an item: field and value by which a list is merged. */
export type ItemKey = Readonly<Record<string, unknown>>;

/** The items of a list that is merged by key, which are owned. */
export const itemsOf = (tree: FieldTree): { key: ItemKey; text: string; below: FieldTree }[] =>
	Object.entries(tree).flatMap(([text, item]) => {
		const key = text.startsWith("k:") ? parse(text.slice(2)) : undefined;
		return isMap(key) ? [{ key, text, below: item }] : [];
	});

/** The values of a set, which are owned. */
export const valuesIn = (tree: FieldTree): unknown[] =>
	Object.keys(tree).flatMap((text) => (text.startsWith("v:") ? [parse(text.slice(2))] : []));

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Whether a value is an object with fields. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
