import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { LocaldnsError } from "@localdns/core";
import {
	afterAction,
	insertedPieces,
	type NodeConfigPlan,
	type NodeSnapshot,
	textOf,
} from "@localdns/core/k3s";
import type { NodeRoot } from "../node-files/root.ts";
import { keepFile, replaceFile, syncFolder } from "../node-files/write-file.ts";
import { isOfFile, type NodeConfigChange } from "./node-config-change.ts";
import {
	digestOf,
	makeRecordFolder,
	type NodeConfigRecord,
	type RecordedFile,
	removeRecord,
	writeRecord,
} from "./node-config-record.ts";
import { putBack, restore } from "./node-config-revert.ts";

/**
 * Carries a change out: former files kept, record written, then folders and files. Killed anywhere in between, each file
 * is whole, and the next apply or revert finds its way by the record.
 *
 * @throws LocaldnsError LDNS512 could not write, all is as before; LDNS513 that failed too
 */
export function applyChange(root: NodeRoot, { base, plan, earlier }: NodeConfigChange): void {
	if (plan.actions.length === 0) return;
	if (earlier !== undefined) putBack(root, base.configPath, earlier);
	let record: NodeConfigRecord | undefined;
	let folder: string | undefined;
	try {
		const parents = makeMissing(root, dirname(base.configPath));
		folder = makeRecordFolder(root, base.configPath);
		record = recordOf(root, base, plan, parents);
		for (const { path, former } of record.files)
			if (former !== null) keepFile(root.hostPath(path), `${folder}/${former}`);
		writeRecord(folder, record);
		for (const path of record.folders.slice(parents.length)) makeFolder(root, path);
		const result = plan.actions.reduce(afterAction, base);
		for (const { path } of record.files)
			replaceFile(root.hostPath(path), Buffer.from(textOf(result, path) ?? ""), root.stats(path));
	} catch (error) {
		throw takenBack(root, { base, earlier, folder, record }, error);
	}
}

function recordOf(
	root: NodeRoot,
	base: NodeSnapshot,
	plan: NodeConfigPlan,
	parents: readonly string[],
): NodeConfigRecord {
	const result = plan.actions.reduce(afterAction, base);
	const paths = [...new Set(plan.actions.filter(isOfFile).map(({ path }) => path))];
	const files = paths.map((path, index): RecordedFile => {
		const old = textOf(base, path);
		const found = root.readFile(path);
		if (found?.text !== old) {
			throw new LocaldnsError("LDNS506", `${path} was changed while localdns was at work`, {
				hint: "localdns node-config plan",
			});
		}
		return {
			path,
			before: found === undefined ? null : digestOf(found.bytes),
			after: digestOf(Buffer.from(textOf(result, path) ?? "")),
			former: found === undefined ? null : `former-${index}`,
			inserted: insertedInto(plan, path),
		};
	});
	const made = plan.actions.filter(({ kind }) => kind === "make-folder").map(({ path }) => path);
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "NodeConfigRecord",
		entry: plan.entry,
		files,
		folders: [...parents, ...made],
	};
}

/** One step on a file is undone by what it put in; two may have gone into each other. */
function insertedInto(plan: NodeConfigPlan, path: string): string[] | null {
	const [step, another] = plan.actions.filter((action) => isOfFile(action) && action.path === path);
	if (another !== undefined) return null;
	if (step?.kind === "create") return [step.text];
	return step?.kind === "edit" ? (insertedPieces(step.edits) ?? null) : null;
}

function makeFolder(root: NodeRoot, path: string): void {
	const folder = root.hostPath(path);
	mkdirSync(folder, { mode: 0o755 });
	syncFolder(dirname(folder));
}

/** /etc/rancher/k3s on a node that K3s has yet to come to. @returns what was made, outermost first */
function makeMissing(root: NodeRoot, path: string): string[] {
	if (root.stats(path) !== undefined) return [];
	const outer = makeMissing(root, dirname(path));
	makeFolder(root, path);
	return [...outer, path];
}

interface HalfWay {
	readonly base: NodeSnapshot;
	readonly earlier: NodeConfigRecord | undefined;
	readonly folder: string | undefined;
	readonly record: NodeConfigRecord | undefined;
}

function takenBack(
	root: NodeRoot,
	{ base, earlier, folder, record }: HalfWay,
	error: unknown,
): LocaldnsError {
	const { configPath } = base;
	const reason = error instanceof Error ? error.message : String(error);
	try {
		if (record !== undefined) restore(root, configPath, record);
		else if (folder !== undefined) removeRecord(root, configPath);
	} catch (second) {
		return new LocaldnsError("LDNS513", "the change failed half-way, and so did the way back", {
			reason: `${reason}; then ${second instanceof Error ? second.message : String(second)}`,
			hint: "localdns node-config revert --yes",
			cause: second,
		});
	}
	if (error instanceof LocaldnsError) return error;
	if (earlier !== undefined) {
		return new LocaldnsError(
			"LDNS513",
			"the former entry was taken back, but the new one could not be written",
			{
				reason,
				hint: "localdns node-config apply --yes",
				cause: error,
			},
		);
	}
	return new LocaldnsError("LDNS512", "the change could not be written; everything is as before", {
		reason,
		cause: error,
	});
}
