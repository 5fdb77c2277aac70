import { LocaldnsError } from "@localdns/core";
import { exitCode } from "../exit-code.ts";
import type { ParsedFile } from "../parsed-file.ts";
import { corefileLine } from "../presentation/corefile-json.ts";
import { corefileText } from "../presentation/corefile-view.ts";
import { type ColorChoice, colorFor, createStyle } from "../presentation/style.ts";
import { parseCorefileFile } from "../use-cases/parse-corefile-file.ts";

interface CorefileParseOptions {
	readonly anyPlugin?: boolean;
	readonly output: "table" | "json";
	readonly color: ColorChoice;
}

/** Every file is answered, in order, whatever is wrong with another one. */
export async function corefileParse(
	files: readonly string[],
	{ anyPlugin = false, output, color }: CorefileParseOptions,
): Promise<number> {
	if (files.filter((file) => file === "-").length > 1) {
		throw new LocaldnsError("LDNS101", "corefile parse: the standard input can be read once", {
			hint: "localdns corefile parse --help",
		});
	}
	const style = createStyle(colorFor(color, process.stdout));
	const kinds = new Set<ParsedFile["kind"]>();
	for (const file of files) {
		const parsed = await parseCorefileFile(file, anyPlugin);
		kinds.add(parsed.kind);
		process.stdout.write(output === "json" ? corefileLine(parsed) : corefileText(parsed, style));
	}
	if (kinds.has("unreadable")) return exitCode.usage;
	return kinds.has("refused") ? exitCode.no : exitCode.done;
}
