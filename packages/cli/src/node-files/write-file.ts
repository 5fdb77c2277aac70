import {
	closeSync,
	copyFileSync,
	fchmodSync,
	fchownSync,
	fsyncSync,
	linkSync,
	openSync,
	renameSync,
	type Stats,
	statSync,
	unlinkSync,
	writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** Where a file's new bytes are before they take its place. The name ends so that K3s does not read it. */
export function temporaryPath(path: string): string {
	return join(dirname(path), `.${basename(path)}.localdns-tmp`);
}

/** Makes what was done to a folder's names last. */
export function syncFolder(folder: string): void {
	const handle = openSync(folder, "r");
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** Removes a file, if it is there. */
export function removeFile(path: string): void {
	try {
		unlinkSync(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
	}
}

/**
 * Puts bytes in a file's place: whoever reads, and whatever ends this process or the machine, meets the old file whole
 * or the new one. @param like whose owner and mode the file gets; without it, 0600 and this process' own
 */
export function replaceFile(path: string, bytes: Buffer, like?: Stats): void {
	const temporary = temporaryPath(path);
	removeFile(temporary);
	try {
		writeTemporary(temporary, bytes, like);
		renameSync(temporary, path);
	} catch (error) {
		// The first failure is the one to tell; what is left is cleared away by the next run.
		try {
			removeFile(temporary);
		} catch {}
		throw error;
	}
	syncFolder(dirname(path));
}

function writeTemporary(temporary: string, bytes: Buffer, like: Stats | undefined): void {
	const handle = openSync(temporary, "wx", 0o600);
	try {
		if (like !== undefined) {
			const own = statSync(temporary);
			if (own.uid !== like.uid || own.gid !== like.gid) fchownSync(handle, like.uid, like.gid);
			fchmodSync(handle, like.mode & 0o7777);
		}
		for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/**
 * A second name for a file, to keep its bytes, owner, mode, times and attributes when another takes its place.
 * Where the file system has no second names, a copy.
 */
export function keepFile(path: string, second: string): void {
	removeFile(second);
	try {
		linkSync(path, second);
	} catch (error) {
		if (
			!["EPERM", "EXDEV", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(
				(error as NodeJS.ErrnoException).code ?? "",
			)
		)
			throw error;
		const { uid, gid, mode } = statSync(path);
		copyFileSync(path, second);
		const handle = openSync(second, "r+");
		try {
			fchownSync(handle, uid, gid);
			fchmodSync(handle, mode & 0o7777);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
	}
	syncFolder(dirname(second));
}
