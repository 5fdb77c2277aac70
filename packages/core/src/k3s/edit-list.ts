import { isAlias, isScalar, isSeq, type Pair, YAMLSeq } from "yaml";
import type { TextEdit } from "../corefile/text-edit.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** Edits of a file's text, or why there are none. */
export type ListEdit = { ok: true; edits: readonly TextEdit[] } | { ok: false; why: string };

const done = (...edits: TextEdit[]): ListEdit => ({ ok: true, edits });
const insert = (at: number, text: string): TextEdit => ({ start: at, end: at, text });
const cut = (start: number, end: number): TextEdit => ({ start, end, text: "" });
const refuse = (why: string): ListEdit => ({ ok: false, why });

const quoted = (entry: string): string => JSON.stringify(entry);
const lineEndOf = (text: string): string => (/\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n");
const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

/** Offset behind the `:` of a pair. */
function behindColon(pair: Pair): number | undefined {
	const { srcToken } = pair as { srcToken?: { sep?: { type: string; offset: number; source: string }[] } };
	const colon = srcToken?.sep?.find(({ type }) => type === "map-value-ind");
	return colon === undefined ? undefined : colon.offset + colon.source.length;
}

/**
 * Puts an entry in front of a key's values, and touches no other byte: into a flow list, into a block list in its own
 * indentation, or in front of a single value, which becomes the second item of a list.
 */
export function insertFirst(document: YamlDocument, keyIndex: number, entry: string): ListEdit {
	const { text, root } = document;
	const pair = root?.items[keyIndex] as Pair | undefined;
	const value = pair?.value;
	const colon = pair === undefined ? undefined : behindColon(pair);
	if (root === undefined || pair === undefined || colon === undefined)
		return refuse("the key has no value to add to");
	if (isAlias(value))
		return refuse("its value is an alias (*), so that an edit here would be an edit elsewhere");
	if (isSeq(value) || isScalar(value)) {
		if (value.anchor !== undefined)
			return refuse("its value has an anchor (&), so that an edit here may be an edit elsewhere");
	} else if (value !== null) return refuse("its value is no list");
	if (value instanceof YAMLSeq && value.flow === true) {
		const at = (value.range?.[0] ?? 0) + 1;
		const gap = /\s/.test(text[at] ?? "") ? "" : " ";
		return done(insert(at, value.items.length === 0 ? quoted(entry) : `${quoted(entry)},${gap}`));
	}
	if (value instanceof YAMLSeq) return insertIntoBlock(text, colon, value, entry);
	const start = value?.range?.[0] ?? colon;
	const end = value?.range?.[1] ?? colon;
	const nothing = start === end;
	if (root.flow === true) {
		if (nothing) return done(insert(colon, ` [${quoted(entry)}]`));
		return done(insert(start, `[${quoted(entry)}, `), insert(end, "]"));
	}
	const indentation = " ".repeat(columnOf(text, pair));
	const item = `${lineEndOf(text)}${indentation}- `;
	return done(
		insert(colon, nothing ? `${item}${quoted(entry)}` : `${item}${quoted(entry)}${item.trimEnd()}`),
	);
}

/** How far a pair's key is indented. */
function columnOf(text: string, pair: Pair): number {
	const start = (pair.key as { range?: [number, number, number] }).range?.[0] ?? 0;
	const before = text.slice(lineStart(text, start), start).replace("\ufeff", "");
	return /^ *$/.test(before) ? before.length : before.length - before.trimStart().length;
}

function insertIntoBlock(text: string, colon: number, list: YAMLSeq, entry: string): ListEdit {
	const dash = list.range?.[0] ?? 0;
	const start = lineStart(text, dash);
	if (text[dash] !== "-") return refuse("its list begins in an unusual way");
	const newline = text.indexOf("\n", colon);
	const lineEnd = lineEndOf(text);
	if (newline === -1 || newline > dash) {
		// `: - a`, behind a `?`: the next item stands below this one.
		const indentation = text.slice(start, dash).replace(/[^ ]/g, " ");
		return done(insert(dash, `- ${quoted(entry)}${lineEnd}${indentation}`));
	}
	// Right below the key, so that a comment above the first item stays with that item.
	return done(insert(newline + 1, `${text.slice(start, dash)}- ${quoted(entry)}${lineEnd}`));
}

/** Adds `key:` with one entry at the end of the document's mapping, or makes the mapping. */
export function addKey(document: YamlDocument, key: string, entry: string): ListEdit {
	const { text, root } = document;
	if (root?.flow === true) {
		const at = (root.range?.[0] ?? 0) + 1;
		return done(insert(at, `${quoted(key)}: [${quoted(entry)}]${root.items.length === 0 ? "" : ", "}`));
	}
	if (root?.anchor !== undefined || root?.tag !== undefined)
		return refuse("the document's mapping has an anchor or a tag");
	const [first] = root?.items ?? [];
	const lineEnd = lineEndOf(text);
	const indentation = first === undefined ? "" : " ".repeat(columnOf(text, first));
	// A comment behind the last value stays with it.
	const restOfLine = /^[ \t]*(#.*)?\r?\n?/.exec(text.slice(document.end))?.[0] ?? "";
	const at = text[document.end - 1] === "\n" ? document.end : document.end + restOfLine.length;
	const before = at > 0 && text[at - 1] !== "\n" && text !== "\ufeff" ? lineEnd : "";
	const behind = at < text.length || text.endsWith("\n") || text === "" ? lineEnd : "";
	return done(
		insert(at, `${before}${indentation}${key}:${lineEnd}${indentation}  - ${quoted(entry)}${behind}`),
	);
}

/** Takes one value of a key out. A list that loses its only item becomes `[]`: an empty key would give K3s an empty flag. */
export function removeEntry(document: YamlDocument, keyIndex: number, valueIndex: number): ListEdit {
	const { text, root } = document;
	const pair = root?.items[keyIndex] as Pair | undefined;
	const value = pair?.value;
	const colon = pair === undefined ? undefined : behindColon(pair);
	if (root === undefined || pair === undefined || colon === undefined)
		return refuse("the key has no value to take out");
	if (isAlias(value))
		return refuse("its value is an alias (*), so that an edit here would be an edit elsewhere");
	if (isScalar(value)) {
		const [start, end] = value.range ?? [colon, colon];
		return value.anchor === undefined
			? done({ start, end, text: "[]" })
			: refuse("its value has an anchor (&)");
	}
	if (!(value instanceof YAMLSeq)) return refuse("its value is no list");
	const item = value.items[valueIndex] as { range?: [number, number, number]; anchor?: string } | undefined;
	const [start, end] = item?.range ?? [];
	if (start === undefined || end === undefined || item?.anchor !== undefined || value.anchor !== undefined)
		return refuse("it has an anchor (&), so that an edit here may be an edit elsewhere");
	if (value.flow === true) return removeFromFlow(text, value, valueIndex, start, end);
	const from = lineStart(text, start);
	if (!/^ *- *$/.test(text.slice(from, start))) return refuse("its line holds more than the entry");
	const newline = text.indexOf("\n", end);
	const to = newline === -1 ? text.length : newline + 1;
	if (!/^[ \t]*(#.*)?\r?\n?$/.test(text.slice(end, to))) return refuse("its line holds more than the entry");
	return value.items.length === 1 ? done(insert(colon, " []"), cut(from, to)) : done(cut(from, to));
}

function removeFromFlow(text: string, list: YAMLSeq, index: number, start: number, end: number): ListEdit {
	const behind = /^\s*,[ \t]*/.exec(text.slice(end));
	if (behind !== null) return done(cut(start, end + behind[0].length));
	if (index === 0) return done(cut(start, end));
	const [, before] = (list.items[index - 1] as { range?: [number, number, number] } | null)?.range ?? [];
	if (before === undefined || !/^\s*,\s*$/.test(text.slice(before, start)))
		return refuse("a comment stands in front of it within the list");
	return done(cut(before, end));
}
