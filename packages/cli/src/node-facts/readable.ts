import { readdirSync, readFileSync } from "node:fs";

/** A file's text; undefined where it is not there or not for this user. */
export const textOf = (path: string): string | undefined => orNothing(() => readFileSync(path, "utf8"));

/** A file's bytes, under the same terms. */
export const bytesOf = (path: string): Buffer | undefined => orNothing(() => readFileSync(path));

/** A folder's names, under the same terms. */
export const namesIn = (path: string): string[] | undefined => orNothing(() => readdirSync(path));

function orNothing<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
