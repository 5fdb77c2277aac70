import { existsSync, readdirSync, readFileSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import { decodeCorefile, type ImportFiles } from "@localdns/core/corefile";
import { shellWord } from "./shell-word.ts";

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Bytes of a Corefile; - is the standard input. @throws LocaldnsError LDNS104 */
export async function readCorefileBytes(file: string): Promise<Buffer> {
	try {
		if (file !== "-") return readFileSync(file);
		// Not at once: a pipe whose writer is slower has nothing yet.
		const chunks: Buffer[] = [];
		for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
		return Buffer.concat(chunks);
	} catch (error) {
		throw new LocaldnsError("LDNS104", `cannot read ${file}`, {
			reason: reasonOf(error),
			hint: `ls -l ${shellWord(file)}`,
			cause: error,
		});
	}
}

/** What `import` finds on this host. */
export const filesOnDisk: ImportFiles = {
	entries: (folder) => {
		try {
			return readdirSync(folder);
		} catch {
			return undefined;
		}
	},
	exists: existsSync,
	read: (path) => {
		try {
			return { ok: true, text: decodeCorefile(readFileSync(path)) };
		} catch (error) {
			return { ok: false, reason: reasonOf(error) };
		}
	},
};
