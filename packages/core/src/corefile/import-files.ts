import { cleanPath, folderOf, pathFrom } from "./import-path.ts";
import { hasManyWildcards, isPattern, matches } from "./import-pattern.ts";
import type { ImportAnswer, ImportedFile, ImportReader } from "./import-reader.ts";

/** The files that imports can reach. Paths are absolute and clean, with slashes. */
export interface ImportFiles {
	/** Names in a folder in any order; undefined where there is no such folder. */
	readonly entries: (folder: string) => readonly string[] | undefined;
	/** Whether there is anything under this path: a file, a folder, a link to nothing. */
	readonly exists: (path: string) => boolean;
	/** Text of a file, as `decodeCorefile` gives it. */
	readonly read: (path: string) => ReadFile;
}

/** The text of an imported file, or why there is none. */
export type ReadFile =
	| { readonly ok: true; readonly text: string }
	| { readonly ok: false; readonly reason: string };

/** Files held in memory: path → text. */
export function filesInMemory(texts: Readonly<Record<string, string>>): ImportFiles {
	const files = new Map(Object.entries(texts).map(([path, text]) => [cleanPath(path), text]));
	const folders = new Map<string, Set<string>>([["/", new Set()]]);
	for (const file of files.keys()) {
		for (let path = file; path !== "/"; path = folderOf(path)) {
			const folder = folderOf(path);
			const names = folders.get(folder) ?? new Set();
			folders.set(folder, names.add(path.slice(path.lastIndexOf("/") + 1)));
		}
	}
	return {
		entries: (folder) => {
			const names = folders.get(folder);
			return names && [...names];
		},
		exists: (path) => files.has(path) || folders.has(path),
		read: (path) => {
			const text = files.get(path);
			if (text !== undefined) return { ok: true, text };
			return { ok: false, reason: folders.has(path) ? "it is a directory" : "there is no such file" };
		},
	};
}

/**
 * Reads imports as CoreDNS does: relative to the importing file, with one `*` or `?` as a wildcard; several files in
 * the order of their names (coredns/caddy: caddyfile/parse.go, Go's filepath.Glob).
 *
 * @param folder absolute path that a relative name of the first file starts from. @default "/"
 */
export function importsFrom(files: ImportFiles, folder = "/"): ImportReader {
	return (pattern, from) => {
		const base = folderOf(pathFrom(folder, from));
		const path = pattern.startsWith("/") ? pattern : cleanPath(`${base}/${pattern}`);
		if (hasManyWildcards(path)) return { ok: false, reason: "it has more than one wildcard" };
		const found = glob(path, files);
		if (found === undefined) return { ok: false, reason: "the pattern is malformed" };
		if (found.length > 0) return readAll(found.map(cleanPath), files);
		if (/[*?\]]/.test(path)) return { ok: true, files: [] };
		return { ok: false, reason: "there is no such file" };
	};
}

const mostLevels = 10_000;

/** Paths that a pattern matches; undefined where it is malformed (Go's filepath.Glob). */
function glob(path: string, files: ImportFiles, level = 0): readonly string[] | undefined {
	if (level === mostLevels || matches(path, "") === undefined) return undefined;
	if (!isPattern(path)) return exists(path, files) ? [path] : [];
	const slash = path.lastIndexOf("/");
	const folder = path.slice(0, slash) || "/";
	const folders = isPattern(folder) ? glob(folder, files, level + 1) : [folder];
	const found: string[] = [];
	for (const each of folders ?? []) {
		for (const name of [...(files.entries(cleanPath(each)) ?? [])].sort(inOrderOfBytes)) {
			const match = matches(path.slice(slash + 1), name);
			if (match === undefined) return undefined;
			if (match) found.push(`${each}/${name}`);
		}
	}
	return folders && found;
}

/** Every step of a path must be a folder, also one that `..` leaves again. */
function exists(path: string, files: ImportFiles): boolean {
	if (path === cleanPath(path)) return files.exists(path);
	let at = "/";
	for (const part of path.split("/").slice(1)) {
		if (files.entries(at) === undefined) return false;
		at = cleanPath(`${at}/${part}`);
	}
	return files.exists(at);
}

/** Go sorts names by their bytes, which for UTF-8 is the order of code points. */
function inOrderOfBytes(left: string, right: string): number {
	const [one, other] = [[...left], [...right]];
	for (const [index, character] of one.entries()) {
		const difference = (character.codePointAt(0) as number) - (other[index]?.codePointAt(0) ?? -1);
		if (difference !== 0) return difference;
	}
	return one.length - other.length;
}

function readAll(paths: readonly string[], files: ImportFiles): ImportAnswer {
	const read: ImportedFile[] = [];
	for (const path of paths) {
		const file = files.read(path);
		if (!file.ok) return { ok: false, reason: `${path}: ${file.reason}` };
		read.push({ file: path, text: file.text });
	}
	return { ok: true, files: read };
}
