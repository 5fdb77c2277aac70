import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** A host's name and a process' number say whether a folder is in use: containers may share a folder for temporary files. */
const beginning = (): string => `localdns-ssh-${hostname().replaceAll(/[^\w.]/g, "_")}-`;

/** Makes a folder for what a node's files hold, which only this user may enter, as mkdtemp(3) makes them. */
export const makePrivateFolder = (): string => mkdtempSync(join(tmpdir(), `${beginning()}${process.pid}-`));

/** Removes this user's private folders whose process is no more: one that is killed removes nothing, and they hold tokens. */
export function removeLeftFolders(): void {
	const own = beginning();
	for (const name of namesIn(tmpdir())) {
		const [, pid] = /^(\d+)-\w+$/.exec(name.startsWith(own) ? name.slice(own.length) : "") ?? [];
		if (pid === undefined || isRunning(Number(pid))) continue;
		const folder = join(tmpdir(), name);
		try {
			const found = lstatSync(folder);
			if (found.isDirectory() && found.uid === process.getuid?.()) rmSync(folder, { recursive: true });
		} catch {
			// Someone else has removed it, or may: what this run is for does not hang on it.
		}
	}
}

/** A folder for temporary files may let everyone put something in, and nobody look. */
function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== "ESRCH";
	}
}
