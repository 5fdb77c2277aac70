import { errorCodes, LocaldnsError } from "@localdns/core";
import { decodeCorefile, importsFrom, parseCorefile } from "@localdns/core/corefile";
import { filesOnDisk, readCorefileBytes } from "../corefile-input.ts";
import type { ParsedFile } from "../parsed-file.ts";

/** Parses a file with its imports and this process' environment. */
export async function parseCorefileFile(file: string, anyPlugin: boolean): Promise<ParsedFile> {
	let bytes: Buffer;
	try {
		bytes = await readCorefileBytes(file);
	} catch (error) {
		if (error instanceof LocaldnsError) return { kind: "unreadable", file, error };
		throw error;
	}
	const text = decodeCorefile(bytes);
	const parsed = parseCorefile(text, {
		file,
		environment: (name) => process.env[name],
		readImport: importsFrom(filesOnDisk, process.cwd()),
		...(anyPlugin ? { knownDirectives: "any" } : {}),
	});
	if (parsed.ok) return { kind: "parsed", file, corefile: parsed.corefile, warnings: parsed.warnings };
	const { error } = parsed;
	return {
		kind: "refused",
		file,
		text,
		error: { ...error, hint: error.hint ?? errorCodes[error.code].hint },
	};
}
