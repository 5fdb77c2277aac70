import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";

/**
 * The private folder of this user's labs: `$XDG_RUNTIME_DIR/localdns`, else `/tmp/localdns-UID`. Made where
 * it is missing; anything there that another user could have prepared is refused.
 * @throws LocaldnsError LDNS201
 */
export function runtimeFolder(): string {
	const uid = process.getuid?.() ?? 0;
	const base = process.env.XDG_RUNTIME_DIR;
	const folder =
		base !== undefined && base !== "" ? join(base, "localdns") : join(tmpdir(), `localdns-${uid}`);
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const found = lstatSync(folder);
		if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
			throw new Error("it is not a folder that only this user can write to");
		}
		for (const name of ["room", "labs"]) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new LocaldnsError("LDNS201", `the lab's own folder ${folder} cannot be used`, {
			reason: error instanceof Error ? error.message : String(error),
			hint: `rm -r ${folder}`,
			cause: error,
		});
	}
	return folder;
}

/**
 * Mount point of a lab's files. Every lab mounts a file system in memory there that only its own
 * processes see, so that labs share the path but no file, and nothing is left on the disk.
 */
export const roomOf = (folder: string): string => join(folder, "room");
export const labsFolderOf = (folder: string): string => join(folder, "labs");
