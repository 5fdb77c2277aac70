import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { LocaldnsError } from "@localdns/core";
import type { NodeRoot } from "../node-files/root.ts";
import { removeFile, replaceFile, syncFolder } from "../node-files/write-file.ts";
import { shellWord } from "../shell-word.ts";

/** A file that apply wrote. */
export interface RecordedFile {
	/** As the node sees it. */
	readonly path: string;
	/** SHA-256 in hex of the former bytes; null where there was no file. */
	readonly before: string | null;
	/** SHA-256 in hex of what apply wrote. */
	readonly after: string;
	/** Name of the former file within the record's folder; null where there was none. */
	readonly former: string | null;
	/** What was put in; null when something was taken away too, so that it cannot be undone among others' changes. */
	readonly inserted: readonly string[] | null;
}

/** What apply did, kept beside the configuration until revert. */
export interface NodeConfigRecord {
	readonly apiVersion: "localdns.dev/v1alpha1";
	readonly kind: "NodeConfigRecord";
	readonly entry: string;
	readonly files: readonly RecordedFile[];
	/** Folders that apply made. */
	readonly folders: readonly string[];
}

const recordName = "node-config.json";

export const digestOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Beside the configuration; K3s reads no sub-folder. Only its owner may look in, whatever the former files' modes are. */
export function recordFolder(configPath: string): string {
	return posix.join(posix.dirname(configPath), ".localdns");
}

/** @throws LocaldnsError LDNS515 damaged */
export function readRecord(root: NodeRoot, configPath: string): NodeConfigRecord | undefined {
	const path = posix.join(recordFolder(configPath), recordName);
	const file = root.readFile(path);
	if (file === undefined) return undefined;
	const damaged = (why: string) =>
		new LocaldnsError("LDNS515", `${path}: ${why}`, {
			hint: `ls -la ${shellWord(dirname(root.hostPath(path)))}`,
		});
	let record: Partial<NodeConfigRecord>;
	try {
		record = JSON.parse(file.text) as Partial<NodeConfigRecord>;
	} catch {
		throw damaged("no JSON");
	}
	if (record?.apiVersion !== "localdns.dev/v1alpha1" || record.kind !== "NodeConfigRecord")
		throw damaged("no record of this version");
	if (typeof record.entry !== "string" || !Array.isArray(record.files) || !Array.isArray(record.folders))
		throw damaged("fields are missing");
	if (!record.files.every(isRecordedFile) || !record.folders.every(isNodePath))
		throw damaged("a field is not what it should be");
	return record as NodeConfigRecord;
}

const isNodePath = (path: unknown): boolean => typeof path === "string" && path.startsWith("/");

function isRecordedFile(file: Partial<RecordedFile>): boolean {
	const isDigest = (value: unknown): boolean => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
	const formerIsName =
		file.former === null || (typeof file.former === "string" && /^former-\d+$/.test(file.former));
	const inserted =
		file.inserted === null ||
		(Array.isArray(file.inserted) && file.inserted.every((each) => typeof each === "string"));
	return (
		isNodePath(file.path) &&
		isDigest(file.after) &&
		(file.before === null || isDigest(file.before)) &&
		formerIsName &&
		(file.before === null) === (file.former === null) &&
		inserted
	);
}

/** Makes the record's folder. @returns its place on this host */
export function makeRecordFolder(root: NodeRoot, configPath: string): string {
	const folder = root.hostPath(recordFolder(configPath));
	mkdirSync(folder, { mode: 0o700 });
	syncFolder(dirname(folder));
	return folder;
}

export function writeRecord(folder: string, record: NodeConfigRecord): void {
	replaceFile(join(folder, recordName), Buffer.from(`${JSON.stringify(record, null, "\t")}\n`));
}

/** Whether there is anything to read or to clear away. */
export function hasRecordFolder(root: NodeRoot, configPath: string): boolean {
	return root.stats(recordFolder(configPath)) !== undefined;
}

/** The record goes first: what is then left has no meaning, and the next run clears it away. */
export function removeRecord(root: NodeRoot, configPath: string): void {
	const folder = root.hostPath(recordFolder(configPath));
	removeFile(join(folder, recordName));
	syncFolder(folder);
	for (const name of readdirSync(folder)) removeFile(join(folder, name));
	rmdirSync(folder);
	syncFolder(dirname(folder));
}

/** @throws LocaldnsError LDNS515 when the former file is not the one that was kept */
export function checkFormer(root: NodeRoot, configPath: string, file: RecordedFile): string | undefined {
	if (file.former === null) return undefined;
	const path = join(root.hostPath(recordFolder(configPath)), file.former);
	let digest: string | undefined;
	try {
		digest = statSync(path).isFile() ? digestOf(readFileSync(path)) : undefined;
	} catch {
		// Told below: it is not there, or cannot be read.
	}
	if (digest === file.before) return path;
	throw new LocaldnsError("LDNS515", `${path} is not the former ${file.path}`, {
		reason: digest === undefined ? "it is missing or cannot be read" : "it was changed",
		hint: `ls -la ${shellWord(dirname(path))}`,
	});
}
