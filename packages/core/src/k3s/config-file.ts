import { isCollection, isMap, isScalar, isSeq, type Pair } from "yaml";
import type { LocaldnsError } from "../errors.ts";
import { type GoScalar, readPlainScalar } from "./go-scalar.ts";
import type { Place } from "./place.ts";
import { doubtful, unreadable } from "./readable-text.ts";
import { readYaml, type YamlDocument } from "./yaml-document.ts";

/** A value as K3s would write it behind `--key=`. */
export interface ConfigValue {
	readonly text: string;
	readonly place: Place;
	/** From, to (exclusive) in UTF-16 units, of the value as written. */
	readonly range: readonly [number, number];
}

/** One `key: value` of a configuration file. */
export interface ConfigKey {
	/** Without the `+` that makes it append. */
	readonly name: string;
	readonly append: boolean;
	readonly place: Place;
	/** `scalar` and `empty` (nothing, null) have one value; that of `empty` is the empty string. */
	readonly shape: "list" | "scalar" | "empty";
	readonly values: readonly ConfigValue[];
	/** Which pair of the file's mapping it is. */
	readonly index: number;
}

/** A file of K3s' configuration, `config.yaml` or a drop-in. */
export interface ConfigFile {
	readonly path: string;
	readonly text: string;
	/** In the order of the file; a name may come more than once. */
	readonly keys: readonly ConfigKey[];
}

/** What reading a file of K3s gave; the error is an LDNS508 or LDNS509 with its place. */
export type ReadConfigFile = { ok: true; file: ConfigFile } | { ok: false; error: LocaldnsError };

/**
 * Reads one configuration file as K3s' parser does (k3s-io/k3s pkg/configfilearg/parser.go).
 *
 * @param text decoded as UTF-8, byte order mark kept
 * @returns LDNS508 with the position for what K3s would not read, LDNS509 for what it may read otherwise than it looks
 */
export function readConfigFile(path: string, text: string): ReadConfigFile {
	const read = readYaml(path, text);
	if (!read.ok) return read;
	const keys: ConfigKey[] = [];
	for (const [index, pair] of (read.document.root?.items ?? []).entries()) {
		const key = readKey(read.document, pair, index);
		if ("error" in key) return { ok: false, error: key.error };
		keys.push(key.key);
	}
	return { ok: true, file: { path, text, keys } };
}

function readKey(
	document: YamlDocument,
	pair: Pair,
	index: number,
): { key: ConfigKey } | { error: LocaldnsError } {
	const key = document.meant(pair.key);
	const offset = (pair.key as { range?: [number, number, number] } | null)?.range?.[0] ?? 0;
	const place = document.placeOf(offset);
	if (!isScalar(key)) return { error: unreadable(place, "a key that is no plain word") };
	const written = scalarOf(key).text;
	if (written === "" && key.source === "") return { error: unreadable(place, "a colon without a key") };
	if (written === "<<" && key.type === "PLAIN")
		return { error: doubtful(place, "a merge key (<<)", "which of two values K3s takes is not certain") };
	const name = written.endsWith("+") ? written.slice(0, -1) : written;
	const value = document.meant(pair.value);
	const list = isSeq(value)
		? value.items.map((item) => ({ written: item, meant: document.meant(item) }))
		: undefined;
	const scalar = value === undefined || isScalar(value) ? [{ written: pair.value, meant: value }] : undefined;
	const values: ConfigValue[] = [];
	for (const item of list ?? scalar ?? []) {
		const range = (item.written as { range?: [number, number, number] } | null)?.range;
		const at = range?.[0] ?? offset;
		// A nested mapping or list becomes Go's own notation, which no flag understands.
		const text = isCollection(item.meant)
			? "[nested]"
			: item.meant === undefined
				? ""
				: scalarOf(item.meant).text;
		values.push({ text, place: document.placeOf(at), range: [at, range?.[1] ?? at] });
	}
	if (isMap(value)) {
		const at = (pair.value as { range?: [number, number, number] }).range?.[0] ?? offset;
		values.push({ text: "[nested]", place: document.placeOf(at), range: [at, at] });
	}
	const nothing = value === undefined || (isScalar(value) && scalarOf(value).isNull);
	const shape = list !== undefined ? "list" : nothing ? "empty" : "scalar";
	return { key: { name, append: written.endsWith("+"), place, shape, values, index } };
}

/** Trimmed, as wrangler's convert.ToString does. */
function scalarOf(node: unknown): GoScalar {
	if (!isScalar(node)) return { text: "", isNull: true };
	const text = String(node.value ?? "");
	// An explicit !!str stays what it is.
	const isPlain = (node.type === "PLAIN" || node.type === undefined) && node.tag === undefined;
	return isPlain ? readPlainScalar(text) : { text: text.trim(), isNull: false };
}
