import { createWriteStream } from "node:fs";
import { access, constants, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { LocaldnsError } from "@localdns/core";

const because = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Step by step: a recursive mkdir never ends below /proc, where a folder is missing and cannot be made. */
async function makeFolder(folder: string): Promise<void> {
	try {
		await mkdir(folder);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "EEXIST") return;
		if (code !== "ENOENT" || dirname(folder) === folder) throw error;
		await makeFolder(dirname(folder));
		await mkdir(folder);
	}
}

async function isFolder(path: string): Promise<boolean> {
	const found = await stat(path).catch(() => undefined);
	return found?.isDirectory() === true;
}

/** Finds out before a long run whether its result can be kept. Makes the folder. @throws LocaldnsError LDNS103 */
export async function ensureWritable(flag: string, path: string): Promise<void> {
	const folder = dirname(resolve(path));
	try {
		await makeFolder(folder);
		if (!(await isFolder(folder))) throw new Error(`${folder} is no folder`);
		await access(folder, constants.W_OK);
		if (await isFolder(path)) throw new Error("it is a folder");
	} catch (error) {
		throw new LocaldnsError("LDNS103", `${flag}: cannot write to ${path}`, {
			reason: because(error),
			hint: `choose another place for ${flag}, such as one below /tmp`,
			cause: error,
		});
	}
}

/** Writes all or nothing: a reader never meets half a file. What is named `.gz` is compressed. @throws LocaldnsError LDNS103 */
export async function writeWhole(
	path: string,
	pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
	const partial = `${path}.${process.pid}.part`;
	try {
		await makeFolder(dirname(resolve(path)));
		const file = createWriteStream(partial);
		await (path.endsWith(".gz")
			? pipeline(Readable.from(pieces), createGzip(), file)
			: pipeline(Readable.from(pieces), file));
		await rename(partial, path);
	} catch (error) {
		// What could not be written cannot always be removed either; the first failure is the one to tell.
		await rm(partial, { force: true }).catch(() => {});
		throw new LocaldnsError("LDNS103", `cannot write ${path}`, { reason: because(error), cause: error });
	}
}

/** @throws LocaldnsError LDNS104 */
export async function readText(path: string): Promise<string> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		throw unreadable(path, error);
	}
}

/** An error met while a file was read. */
export function unreadable(path: string, cause: unknown): LocaldnsError {
	return new LocaldnsError("LDNS104", `cannot read ${path}`, {
		reason: because(cause),
		hint: `ls -l ${path}`,
		cause,
	});
}
