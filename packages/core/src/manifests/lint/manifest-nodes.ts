import {
	type Document,
	isMap,
	isScalar,
	isSeq,
	type LineCounter,
	type Node,
	type Pair,
	parseAllDocuments,
	type YAMLMap,
} from "yaml";

/** An object of a manifest, still with the places of its parts. */
export type ObjectNode = YAMLMap<unknown, unknown>;

/** The objects of a text, those of a List one by one; or where it is no YAML. */
export type ManifestObjects =
	| { readonly ok: true; readonly objects: readonly ObjectNode[] }
	| { readonly ok: false; readonly message: string; readonly offset: number };

export function manifestObjects(text: string, lines: LineCounter): ManifestObjects {
	let documents: readonly Document.Parsed[];
	try {
		const parsed = parseAllDocuments(text, { lineCounter: lines });
		documents = "empty" in parsed ? [] : parsed;
	} catch {
		// The library meets a document nested thousands deep with a RangeError of the engine.
		return { ok: false, message: "it is nested too deeply", offset: 0 };
	}
	const broken = documents.flatMap(({ errors }) => errors)[0];
	if (broken !== undefined) {
		return { ok: false, message: broken.message.split("\n")[0] ?? "", offset: broken.pos[0] };
	}
	return { ok: true, objects: documents.flatMap(({ contents }) => objectsOf(contents)) };
}

function objectsOf(node: unknown): ObjectNode[] {
	if (!isMap(node)) return [];
	const items = node.get("items", true);
	return isSeq(items) && textAt(node, "kind")?.endsWith("List") === true ? items.items.filter(isMap) : [node];
}

/** The part at a path of keys and indexes; undefined where there is none, or an alias stands for it. */
export function nodeAt(node: ObjectNode, ...path: readonly (string | number)[]): unknown {
	let at: unknown = node;
	for (const key of path) {
		if (isMap(at) || isSeq(at)) at = at.get(key, true);
		else return undefined;
	}
	return at;
}

export function textAt(node: ObjectNode, ...path: readonly (string | number)[]): string | undefined {
	const found = nodeAt(node, ...path);
	return isScalar(found) && typeof found.value === "string" ? found.value : undefined;
}

export function mapsAt(node: ObjectNode, ...path: readonly (string | number)[]): readonly ObjectNode[] {
	const found = nodeAt(node, ...path);
	return isSeq(found) ? found.items.filter(isMap) : [];
}

/** The pair of a key, so that a finding can stand at the key itself. */
export const pairAt = (node: ObjectNode, key: string): Pair | undefined =>
	node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

/** Where a part begins in the text. */
export const offsetOf = (node: unknown): number => (node as Node | undefined)?.range?.[0] ?? 0;
