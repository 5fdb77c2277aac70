import { applyEdits, type TextEdit } from "../corefile/text-edit.ts";
import { dropInFolder } from "./config-files.ts";
import { inverseEdits } from "./inverse-edits.ts";
import type { NodeSnapshot } from "./snapshot.ts";

/** One step of a plan, as data. Paths are those of the snapshot. */
export type FileAction =
	| { readonly kind: "make-folder"; readonly path: string }
	| { readonly kind: "remove-folder"; readonly path: string }
	| { readonly kind: "create"; readonly path: string; readonly text: string }
	| { readonly kind: "remove"; readonly path: string; readonly text: string }
	| { readonly kind: "edit"; readonly path: string; readonly edits: readonly TextEdit[] };

/** The text of a file of the snapshot; undefined where it has none. */
export function textOf(snapshot: NodeSnapshot, path: string): string | undefined {
	if (path === snapshot.configPath) return snapshot.config;
	const folder = `${dropInFolder(snapshot.configPath)}/`;
	return snapshot.dropIns?.find(({ name }) => `${folder}${name}` === path)?.text;
}

/** The snapshot as it is after one action. @throws Error for an action that does not fit the snapshot, which is a bug */
export function afterAction(snapshot: NodeSnapshot, action: FileAction): NodeSnapshot {
	const folder = dropInFolder(snapshot.configPath);
	if (action.kind === "make-folder")
		return action.path === folder ? { ...snapshot, dropIns: snapshot.dropIns ?? [] } : snapshot;
	if (action.kind === "remove-folder")
		return action.path === folder ? { ...snapshot, dropIns: undefined } : snapshot;
	const before = textOf(snapshot, action.path);
	if ((before === undefined) !== (action.kind === "create"))
		throw new Error(`${action.kind} does not fit ${action.path}`);
	const text =
		action.kind === "edit"
			? applyEdits(before ?? "", action.edits)
			: action.kind === "create"
				? action.text
				: undefined;
	if (action.path === snapshot.configPath) return { ...snapshot, config: text };
	const name = action.path.slice(folder.length + 1);
	const others = (snapshot.dropIns ?? []).filter((each) => each.name !== name);
	return { ...snapshot, dropIns: text === undefined ? others : [...others, { name, text }] };
}

/** The actions that undo these, in the order in which to take them. */
export function inverseActions(snapshot: NodeSnapshot, actions: readonly FileAction[]): FileAction[] {
	const inverse: FileAction[] = [];
	let now = snapshot;
	for (const action of actions) {
		inverse.unshift(inverseOf(now, action));
		now = afterAction(now, action);
	}
	return inverse;
}

function inverseOf(snapshot: NodeSnapshot, action: FileAction): FileAction {
	switch (action.kind) {
		case "make-folder":
			return { kind: "remove-folder", path: action.path };
		case "remove-folder":
			return { kind: "make-folder", path: action.path };
		case "create":
			return { ...action, kind: "remove" };
		case "remove":
			return { ...action, kind: "create" };
		case "edit":
			return { ...action, edits: inverseEdits(textOf(snapshot, action.path) ?? "", action.edits) };
	}
}
