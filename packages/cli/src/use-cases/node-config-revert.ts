import { renameSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { type NodeSnapshot, takeOut } from "@localdns/core/k3s";
import type { NodeRoot } from "../node-files/root.ts";
import { removeFile, replaceFile, syncFolder } from "../node-files/write-file.ts";
import { type FileChange, stateOf } from "./node-config-change.ts";
import {
	checkFormer,
	type NodeConfigRecord,
	type RecordedFile,
	readRecord,
	recordFolder,
	removeRecord,
} from "./node-config-record.ts";

/** What revert would do now. */
export interface NodeConfigReturn {
	readonly files: readonly FileChange[];
	/** What apply recorded; without it nothing is known to be localdns' own, whatever it looks like. */
	readonly record: NodeConfigRecord | undefined;
}

/**
 * @param keepChanges whether to take only localdns' own bytes out of a file that was changed since
 * @throws LocaldnsError LDNS506 changed since, LDNS515 former bytes missing
 */
export function planReturn(root: NodeRoot, found: NodeSnapshot, keepChanges: boolean): NodeConfigReturn {
	const record = readRecord(root, found.configPath);
	if (record === undefined) return { record, files: [] };
	const files = record.files.map((file): FileChange => {
		const from = root.readFile(file.path)?.text;
		const state = stateOf(root, file);
		if (state === "before") return { path: file.path, from, to: from };
		if (state === "other")
			return { path: file.path, from, to: withoutOurs(root, found.configPath, file, keepChanges) };
		const former = checkFormer(root, found.configPath, file);
		const to =
			former === undefined
				? undefined
				: root.readFile(`${recordFolder(found.configPath)}/${file.former}`)?.text;
		return { path: file.path, from, to };
	});
	return { record, files };
}

/** Carries a return out. @throws LocaldnsError LDNS513 when a step fails */
export function applyReturn(
	root: NodeRoot,
	{ configPath }: NodeSnapshot,
	{ record }: NodeConfigReturn,
	keepChanges: boolean,
): void {
	if (record !== undefined) putBack(root, configPath, record, keepChanges);
}

/** `restore`, with its errors as words. @throws LocaldnsError LDNS513 */
export function putBack(
	root: NodeRoot,
	configPath: string,
	record: NodeConfigRecord,
	keepChanges = false,
): void {
	try {
		restore(root, configPath, record, keepChanges);
	} catch (error) {
		if (error instanceof LocaldnsError) throw error;
		throw new LocaldnsError("LDNS513", "the former configuration could not be put back as a whole", {
			reason: error instanceof Error ? error.message : String(error),
			hint: "localdns node-config revert --yes",
			cause: error,
		});
	}
}

/**
 * Puts the former files back, last written first, then forgets the record. May be called again after it was
 * interrupted anywhere: a file that is back already is left alone.
 */
export function restore(
	root: NodeRoot,
	configPath: string,
	record: NodeConfigRecord,
	keepChanges = false,
): void {
	const steps = record.files.toReversed().map((file) => {
		const state = stateOf(root, file);
		const rest = state === "other" ? withoutOurs(root, configPath, file, keepChanges) : undefined;
		return { file, state, rest, former: state === "after" ? checkFormer(root, configPath, file) : undefined };
	});
	for (const { file, state, rest, former } of steps) {
		if (state === "before") continue;
		if (former !== undefined) {
			const path = root.hostPath(file.path);
			renameSync(former, path);
			syncFolder(dirname(path));
			syncFolder(root.hostPath(recordFolder(configPath)));
		} else if (rest === undefined || (rest === "" && file.before === null)) remove(root, file.path);
		else replaceFile(root.hostPath(file.path), Buffer.from(rest), root.stats(file.path));
	}
	const folders = record.folders.toReversed();
	for (const path of folders) removeIfEmpty(root.hostPath(path));
	removeRecord(root, configPath);
	// Those that the record itself was in.
	for (const path of folders) removeIfEmpty(root.hostPath(path));
}

function remove(root: NodeRoot, path: string): void {
	if (root.stats(path) === undefined) return;
	const hostPath = root.hostPath(path);
	removeFile(hostPath);
	syncFolder(dirname(hostPath));
}

/** Others may have put files of their own in. */
function removeIfEmpty(folder: string): void {
	try {
		rmdirSync(folder);
		syncFolder(dirname(folder));
	} catch (error) {
		if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
	}
}

/** The text of a changed file without what localdns put in. @throws LocaldnsError LDNS506 */
function withoutOurs(
	root: NodeRoot,
	configPath: string,
	file: RecordedFile,
	keepChanges: boolean,
): string | undefined {
	const text = root.readFile(file.path)?.text;
	const former = `${recordFolder(configPath)}/${file.former}`;
	const byHand = file.former === null ? `grep -n cluster-dns ${file.path}` : `diff ${former} ${file.path}`;
	if (text === undefined) {
		if (keepChanges) return undefined;
		throw new LocaldnsError("LDNS506", `${file.path} is gone since localdns wrote it`, {
			reason:
				file.former === null ? "someone removed it" : `someone removed it; its former bytes are in ${former}`,
			hint: "localdns node-config revert --keep-changes",
		});
	}
	const rest = file.inserted === null ? undefined : takeOut(file.path, text, file.inserted);
	if (keepChanges && rest !== undefined) return rest;
	throw new LocaldnsError("LDNS506", `${file.path} was changed since localdns wrote it`, {
		reason:
			rest === undefined
				? "what localdns put in is no longer there as it was"
				: "what localdns put in is still there, with changes around it",
		hint: rest === undefined ? byHand : "localdns node-config revert --keep-changes",
	});
}
