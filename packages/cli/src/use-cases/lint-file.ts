import { realpathSync, statSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import { decodeCorefile, type ImportReader, importsFrom } from "@localdns/core/corefile";
import type { LintOptions, LintResult } from "@localdns/core/lint";
import { fixText, lintText } from "@localdns/core/manifests";
import { filesOnDisk, readCorefileBytes } from "../corefile-input.ts";
import type { LintedFile } from "../linted-file.ts";
import { replaceFile } from "../node-files/write-file.ts";
import { shellWord } from "../shell-word.ts";

/**
 * Lints one file; with `fix` after its safe fixes, which are made in `text` only.
 *
 * @throws LocaldnsError LDNS104 cannot be read, or is the standard input to be fixed and no UTF-8; LDNS401
 */
export async function lintFile(
	file: string,
	{ fix, ...options }: LintOptions & { readonly fix: boolean },
): Promise<LintedFile> {
	const bytes = await readCorefileBytes(file);
	const text = decodeCorefile(bytes);
	const all: LintOptions = { ...options, file, readImport: importsOf(process.cwd()) };
	if (!fix) return { file, text, ...lintText(text, all), fixed: [] };
	if (!Buffer.from(text).equals(bytes)) return judgedOnly(file, text, lintText(text, all));
	const result = fixText(text, all);
	return { file, text: result.text, ...result.rest, fixed: result.fixed };
}

/** What is no UTF-8 was read with other characters in its place, so that its bytes could not be written back. */
function judgedOnly(file: string, text: string, { target, findings }: LintResult): LintedFile {
	const reason = "it is no UTF-8, so its bytes could not be kept";
	if (file === "-") {
		const hint = "localdns lint -";
		throw new LocaldnsError("LDNS104", "cannot fix the standard input", { reason, hint });
	}
	const unfixable = findings.map(({ edits: _, ...finding }) => finding);
	return { file, text, target, findings: unfixable, fixed: [], notFixed: reason };
}

/**
 * Writes what was fixed in a file, at once, with the owner and mode that it had.
 *
 * @throws LocaldnsError LDNS103
 */
export function writeFixed({ file, text }: LintedFile): void {
	try {
		const path = realpathSync(file);
		const found = statSync(path);
		// A pipe or a device would be gone, and a file in its place.
		if (!found.isFile()) throw new Error("it is no regular file");
		replaceFile(path, Buffer.from(text), found);
	} catch (error) {
		throw new LocaldnsError("LDNS103", `cannot write ${file}`, {
			reason: reasonOf(error),
			hint: `localdns lint --fix - < ${shellWord(file)}`,
			cause: error,
		});
	}
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An absolute path is one in the server's container: where it is not here, nothing can be said about it. */
function importsOf(folder: string): ImportReader {
	const read = importsFrom(filesOnDisk, folder);
	return (pattern, from) => {
		const answer = read(pattern, from);
		return !answer.ok && pattern.startsWith("/") ? { ok: true, files: [] } : answer;
	};
}
