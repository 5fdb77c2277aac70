import type { TextEdit } from "../corefile/text-edit.ts";
import { type ConfigFile, type ConfigKey, readConfigFile } from "./config-file.ts";
import { addKey, insertFirst, type ListEdit, removeEntry } from "./edit-list.ts";
import type { EffectiveValue } from "./effective-config.ts";
import { type FileAction, textOf } from "./file-action.ts";
import type { Place } from "./place.ts";
import { type NodeSnapshot, readConfigFiles } from "./snapshot.ts";
import { readYaml } from "./yaml-document.ts";

export type Placed = { ok: true; action: FileAction } | { ok: false; at: Place; why: string };

const edit = (path: string, edits: readonly TextEdit[]): FileAction => ({ kind: "edit", path, edits });

/**
 * Puts an entry in front of all others in force: into the key that began the list which K3s uses, or into a new key of
 * the first file where no file has one. In front, because an entry without `=` swallows the one behind it.
 */
export function placedEntry(snapshot: NodeSnapshot, entry: string): Placed {
	const start: Place = { file: snapshot.configPath, line: 1, column: 1 };
	const read = readConfigFiles(snapshot);
	if (!read.ok) return { ok: false, at: start, why: read.error.message };
	const base = baseOf(read.files);
	if (base !== undefined) {
		const document = readYaml(base.file.path, base.file.text);
		if (!document.ok) return { ok: false, at: base.key.place, why: document.error.message };
		return placedBy(insertFirst(document.document, base.key.index, entry), base.file.path, base.key.place);
	}
	if (snapshot.config === undefined) {
		const text = `kubelet-arg:\n  - ${JSON.stringify(entry)}\n`;
		return { ok: true, action: { kind: "create", path: snapshot.configPath, text } };
	}
	const document = readYaml(snapshot.configPath, snapshot.config);
	if (!document.ok) return { ok: false, at: start, why: document.error.message };
	return placedBy(addKey(document.document, "kubelet-arg", entry), snapshot.configPath, start);
}

/** Takes a value out of the file where it was written. */
export function entryRemoval(snapshot: NodeSnapshot, { origin }: EffectiveValue): Placed {
	const nowhere: Place = { file: snapshot.configPath, line: 1, column: 1 };
	if (!("place" in origin))
		return { ok: false, at: nowhere, why: "it stands on the command line of the unit" };
	const { place } = origin;
	const text = textOf(snapshot, place.file) ?? "";
	const [document, read] = [readYaml(place.file, text), readConfigFile(place.file, text)];
	if (!document.ok || !read.ok) return { ok: false, at: place, why: "its file cannot be read" };
	for (const key of read.file.keys) {
		const index = key.values.findIndex(
			(value) => value.place.line === place.line && value.place.column === place.column,
		);
		if (index !== -1) return placedBy(removeEntry(document.document, key.index, index), place.file, place);
	}
	return { ok: false, at: place, why: "it is not where it was" };
}

function placedBy(result: ListEdit, path: string, at: Place): Placed {
	return result.ok ? { ok: true, action: edit(path, result.edits) } : { ok: false, at, why: result.why };
}

/** The key that holds the first value in force, or an empty list that is in force. */
function baseOf(files: readonly ConfigFile[]): { file: ConfigFile; key: ConfigKey } | undefined {
	let base: { file: ConfigFile; key: ConfigKey } | undefined;
	for (const file of files) {
		for (const key of file.keys) {
			if (key.name !== "kubelet-arg") continue;
			if (base === undefined || !key.append || base.key.shape === "empty") base = { file, key };
		}
	}
	return base;
}
