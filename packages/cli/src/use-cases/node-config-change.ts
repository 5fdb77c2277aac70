import { LocaldnsError } from "@localdns/core";
import {
	afterAction,
	dropInFolder,
	dropInName,
	type FileAction,
	type NodeConfigPlan,
	type NodeConfigSettings,
	type NodeSnapshot,
	planNodeConfig,
	textOf,
} from "@localdns/core/k3s";
import type { NodeRoot } from "../node-files/root.ts";
import { removeFile, temporaryPath } from "../node-files/write-file.ts";
import {
	digestOf,
	hasRecordFolder,
	type NodeConfigRecord,
	readRecord,
	recordFolder,
	removeRecord,
} from "./node-config-record.ts";

/** A file before and after; undefined where there is none. */
export interface FileChange {
	readonly path: string;
	readonly from: string | undefined;
	readonly to: string | undefined;
}

/** What apply would do now. */
export interface NodeConfigChange {
	/** The configuration that the plan starts from: as found, or as it was before an earlier apply. */
	readonly base: NodeSnapshot;
	readonly plan: NodeConfigPlan;
	/** Against what is found now. */
	readonly files: readonly FileChange[];
	/** An earlier or interrupted apply, to be taken back first. */
	readonly earlier: NodeConfigRecord | undefined;
}

/**
 * Plans against the node as it is and what an earlier apply recorded.
 *
 * @throws LocaldnsError whatever `planNodeConfig` refuses with, LDNS506 when a recorded file was changed since
 */
export function planChange(
	root: NodeRoot,
	found: NodeSnapshot,
	settings: NodeConfigSettings,
): NodeConfigChange {
	const record = readRecord(root, found.configPath);
	const now = {
		...found,
		ours: (record?.files ?? []).map(({ path }) => ({ path, entry: record?.entry ?? "" })),
	};
	const direct = planNodeConfig(now, settings);
	if (
		record === undefined ||
		(direct.ok && direct.plan.actions.length === 0 && !isInterrupted(root, record))
	) {
		if (!direct.ok) throw direct.error;
		return changeOf(found, now, direct.plan, undefined);
	}
	const base = beforeRecord(root, found, record);
	const anew = planNodeConfig(base, settings);
	if (!anew.ok) throw anew.error;
	const change = changeOf(found, base, anew.plan, record);
	const written = change.files.length === 0 && !isInterrupted(root, record);
	return written
		? { ...change, plan: { ...anew.plan, actions: [], inverse: [] }, earlier: undefined }
		: change;
}

function changeOf(
	found: NodeSnapshot,
	base: NodeSnapshot,
	plan: NodeConfigPlan,
	earlier: NodeConfigRecord | undefined,
): NodeConfigChange {
	const result = plan.actions.reduce(afterAction, base);
	const paths = new Set([
		...(earlier?.files ?? []).map(({ path }) => path),
		...plan.actions.filter(isOfFile).map(({ path }) => path),
	]);
	const files = [...paths]
		.map((path) => ({ path, from: textOf(found, path), to: textOf(result, path) }))
		.filter(({ from, to }) => from !== to);
	return { base, plan, files, earlier };
}

export const isOfFile = ({ kind }: FileAction): boolean => kind !== "make-folder" && kind !== "remove-folder";

/** How a recorded file stands: as before apply, as apply wrote it, or otherwise. */
export function stateOf(
	root: NodeRoot,
	{ path, before, after }: NodeConfigRecord["files"][number],
): "before" | "after" | "other" {
	const file = root.readFile(path);
	const digest = file === undefined ? null : digestOf(file.bytes);
	if (digest === after) return "after";
	return digest === before ? "before" : "other";
}

/** An apply or a revert ended between its first and its last file. */
function isInterrupted(root: NodeRoot, record: NodeConfigRecord): boolean {
	return record.files.some((file) => stateOf(root, file) === "before");
}

/** The snapshot as it was before a recorded apply. @throws LocaldnsError LDNS506 */
function beforeRecord(root: NodeRoot, found: NodeSnapshot, record: NodeConfigRecord): NodeSnapshot {
	let base: NodeSnapshot = { ...found, ours: [] };
	for (const file of record.files) {
		const state = stateOf(root, file);
		if (state === "other") {
			throw new LocaldnsError("LDNS506", `${file.path} was changed since localdns wrote it`, {
				reason: "another entry can only be written after the former one is taken back",
				hint: "localdns node-config revert --keep-changes",
			});
		}
		if (state === "before") continue;
		const former =
			file.former === null
				? undefined
				: root.readFile(`${recordFolder(found.configPath)}/${file.former}`)?.text;
		base = withText(base, file.path, former);
	}
	const folder = dropInFolder(found.configPath);
	const emptied = record.folders.includes(folder) && base.dropIns?.length === 0;
	return emptied ? { ...base, dropIns: undefined } : base;
}

function withText(snapshot: NodeSnapshot, path: string, text: string | undefined): NodeSnapshot {
	const old = textOf(snapshot, path);
	const without = old === undefined ? snapshot : afterAction(snapshot, { kind: "remove", path, text: old });
	return text === undefined ? without : afterAction(without, { kind: "create", path, text });
}

/** Removes what an interrupted run left that has no meaning: half-written files, former files without a record. */
export function clearLeftovers(root: NodeRoot, { configPath }: NodeSnapshot): void {
	const record = readRecord(root, configPath);
	const folder = recordFolder(configPath);
	const written = [
		configPath,
		`${dropInFolder(configPath)}/${dropInName}`,
		...(record?.files ?? []).map(({ path }) => path),
	];
	for (const path of [...new Set(written)]) removeFile(temporaryPath(root.hostPath(path)));
	if (!hasRecordFolder(root, configPath)) return;
	if (record === undefined) removeRecord(root, configPath);
	else removeFile(temporaryPath(root.hostPath(`${folder}/node-config.json`)));
}
