import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../network/place.ts";
import type { Overlay } from "../overlay.ts";
import { labsFolderOf, runtimeFolder } from "../sandbox/runtime-folder.ts";
import { processIdentity } from "./process-identity.ts";

/** A lab that `lab up` started, as noted in this user's runtime folder. */
export interface LabRecord {
	id: string;
	/** Process whose end ends the lab. */
	pid: number;
	/** See `processIdentity`. */
	identity: string;
	/** ISO 8601. */
	startedAt: string;
	places: Place[];
	/** Path of the link's socket, inside the lab. */
	control: string;
	overlay?: Overlay;
	/** Of a cluster: the file with which this machine's own kubectl reaches it. */
	kubeconfig?: string;
}

const fileOf = (id: string): string => join(labsFolderOf(runtimeFolder()), `${id}.json`);
/** Where the kubeconfig of a cluster is while it stands. */
export const kubeconfigFileOf = (id: string): string =>
	join(labsFolderOf(runtimeFolder()), `${id}.kubeconfig`);

export function saveRecord(record: LabRecord): void {
	const path = fileOf(record.id);
	writeFileSync(`${path}.part`, JSON.stringify(record), { mode: 0o600 });
	renameSync(`${path}.part`, path);
}

export function removeRecord(id: string): void {
	for (const file of [fileOf(id), kubeconfigFileOf(id)]) rmSync(file, { force: true });
}

export const isAlive = (record: LabRecord): boolean => processIdentity(record.pid) === record.identity;

/** Labs that are up, oldest first. Notes of labs that are gone are removed. */
export function listLabs(): LabRecord[] {
	const alive: LabRecord[] = [];
	for (const name of readdirSync(labsFolderOf(runtimeFolder()))) {
		if (!name.endsWith(".json")) continue;
		const record = readRecord(name.slice(0, -".json".length));
		if (record === undefined) continue;
		if (isAlive(record)) alive.push(record);
		else removeRecord(record.id);
	}
	return alive.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

function readRecord(id: string): LabRecord | undefined {
	try {
		return JSON.parse(readFileSync(fileOf(id), "utf8")) as LabRecord;
	} catch {
		// Removed by another command between listing and reading.
		return undefined;
	}
}
