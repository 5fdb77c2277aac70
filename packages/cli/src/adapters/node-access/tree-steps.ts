import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../../use-cases/node-config-record.ts";

/** What stands at each path below a folder, as the node sees it. */
export type Tree = ReadonlyMap<string, Leaf>;

interface Leaf {
	readonly kind: "folder" | "file" | "link";
	/** Permissions in octal. */
	readonly mode: string;
	/** Of files: the same for two names of one file. */
	readonly inode: number;
	/** Of files; empty for the rest. */
	readonly digest: string;
}

/** A step on the node, in the words of `putScript`. */
export type TreeStep =
	| readonly ["folder", path: string, mode: string]
	| readonly ["link", path: string, from: string]
	| readonly ["write" | "remove" | "remove-folder", path: string, none: "-"];

/** Everything below a folder. */
export function readTree(folder: string): Tree {
	const tree = new Map<string, Leaf>();
	const read = (path: string): void => {
		for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
			const each = `${path}/${entry.name}`;
			tree.set(each, leafOf(entry, join(folder, each)));
			if (entry.isDirectory()) read(each);
		}
	};
	read("");
	return tree;
}

function leafOf(entry: Dirent, path: string): Leaf {
	const { mode, ino: inode } = lstatSync(path);
	const kind = entry.isDirectory() ? "folder" : entry.isFile() ? "file" : "link";
	const digest = kind === "file" ? digestOf(readFileSync(path)) : "";
	return { kind, inode, digest, mode: (mode & 0o7777).toString(8) };
}

/**
 * The way from one state of a folder to the next: folders, then what keeps former bytes, the record, everything else,
 * then removals, the record before what it tells of. A file that got another name keeps its inode on the node too.
 */
export function stepsBetween(before: Tree, after: Tree): TreeStep[] {
	const byInode = new Map([...before].map(([path, leaf]) => [leaf.inode, path]));
	const made: TreeStep[] = [];
	const written: TreeStep[] = [];
	for (const [path, leaf] of after) {
		const old = before.get(path);
		if (leaf.kind === "folder" && old === undefined) made.push(["folder", path, leaf.mode]);
		if (leaf.kind !== "file" || (old?.digest === leaf.digest && old.inode === leaf.inode)) continue;
		const from = byInode.get(leaf.inode);
		// The inode of a file that is gone may be another's by now.
		if (from !== undefined && from !== path && before.get(from)?.digest === leaf.digest)
			written.push(["link", path, from]);
		else written.push(["write", path, "-"]);
	}
	const gone = [...before].filter(([path]) => !after.has(path));
	const removed = gone.flatMap(([path, { kind }]): TreeStep[] =>
		kind === "folder" ? [] : [["remove", path, "-"]],
	);
	const emptied = gone.flatMap(([path, { kind }]): TreeStep[] =>
		kind === "folder" ? [["remove-folder", path, "-"]] : [],
	);
	return [
		...made.toSorted(byPath),
		...written.toSorted((left, right) => rank(left) - rank(right)),
		...removed.toSorted((left, right) => removalRank(left) - removalRank(right)),
		...emptied.toSorted(byPath).toReversed(),
	];
}

const byPath = ([, left]: TreeStep, [, right]: TreeStep): number => (left < right ? -1 : 1);
const ofRecord = (path: string): boolean => path.includes("/.localdns/");
const rank = ([kind, path]: TreeStep): number => (!ofRecord(path) ? 2 : kind === "link" ? 0 : 1);
const removalRank = ([, path]: TreeStep): number =>
	!ofRecord(path) ? 0 : path.endsWith("/node-config.json") ? 1 : 2;
