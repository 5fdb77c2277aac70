import {
	chmodSync,
	cpSync,
	lstatSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const fixtures = fileURLToPath(new URL("../../../core/test/fixtures/k3s", import.meta.url));

/** What comes of a plan: a change, nothing to do, or the code of the refusal. */
export type Outcome = "change" | "nothing" | `LDNS${number}`;

export interface K3sDirectory {
	readonly name: string;
	readonly about: string;
	readonly dropIn: Outcome;
	readonly inPlace: Outcome;
	/** With --adopt; absent where that makes no difference. */
	readonly adopt?: Outcome;
	/** Octal, by path; 0644 for all others, since git keeps no modes. */
	readonly modes?: Readonly<Record<string, string>>;
}

export const k3sDirectories: readonly K3sDirectory[] = readdirSync(fixtures)
	.filter((name) => !name.startsWith("."))
	.map(
		(name) =>
			({ name, ...JSON.parse(readFileSync(join(fixtures, name, "case.json"), "utf8")) }) as K3sDirectory,
	);

/** A copy to work on; every file has the same old time, so that a rewrite shows. */
export function copyOf({ name, modes = {} }: K3sDirectory): string {
	const folder = mkdtempSync(join(tmpdir(), "localdns-node-"));
	cpSync(join(fixtures, name, "root"), folder, { recursive: true });
	for (const path of filesBelow(folder)) {
		chmodSync(join(folder, path), Number.parseInt(modes[path] ?? "0644", 8));
		utimesSync(join(folder, path), 1_600_000_000, 1_600_000_000);
	}
	return folder;
}

/** What the files of a case are after apply: those that differ, below expected/PLACEMENT. */
export function expectedFiles({ name }: K3sDirectory, placement: string): Map<string, string> {
	const folder = join(fixtures, name, "expected", placement);
	return new Map(filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), "latin1")]));
}

export function filesBelow(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
		.sort();
}

/** Everything below a folder that a revert has to bring back: kind, mode, owner, bytes, and of files the time and the very inode. */
export function treeOf(folder: string): Record<string, string> {
	const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
	return Object.fromEntries(
		entries.map((path) => {
			const at = join(folder, path);
			const { mode, uid, gid, mtimeMs, ino } = lstatSync(at);
			const owned = `${mode.toString(8)} ${uid}:${gid}`;
			if (lstatSync(at).isDirectory()) return [path, owned];
			if (lstatSync(at).isSymbolicLink()) return [path, `-> ${readlinkSync(at)}`];
			return [path, `${owned} ${mtimeMs} ${ino} ${readFileSync(at, "latin1")}`];
		}),
	);
}
