import type { TextEdit } from "../corefile/text-edit.ts";
import { readConfigFile } from "./config-file.ts";
import { setsClusterDns } from "./kubelet-arg.ts";

/**
 * Takes pieces that were put into a text out of it again after others have edited around them. Each piece must still be
 * there once, unchanged, and the rest must be readable and free of a cluster-dns. A text that is free of it already
 * stays as it is.
 *
 * @returns undefined where that is not so
 */
export function takeOut(path: string, text: string, pieces: readonly string[]): string | undefined {
	if (isFree(path, text)) return text;
	let rest = text;
	for (const piece of pieces) {
		const at = rest.indexOf(piece);
		if (piece === "" || at === -1 || rest.includes(piece, at + 1)) return undefined;
		rest = rest.slice(0, at) + rest.slice(at + piece.length);
	}
	return isFree(path, rest) ? rest : undefined;
}

function isFree(path: string, text: string): boolean {
	const read = readConfigFile(path, text);
	if (!read.ok) return false;
	const values = read.file.keys.filter(({ name }) => name === "kubelet-arg").flatMap((key) => key.values);
	return !values.some((value) => setsClusterDns(value.text));
}

/** What edits put in; undefined when they also take something away, which cannot be put back among others' changes. */
export function insertedPieces(edits: readonly TextEdit[]): string[] | undefined {
	return edits.every(({ start, end }) => start === end) ? edits.map(({ text }) => text) : undefined;
}
