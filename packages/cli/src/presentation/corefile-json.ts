import type { ParsedServerBlock, Token } from "@localdns/core/corefile";
import type { ParsedFile } from "../parsed-file.ts";

/** One line of JSON, `kind: Corefile`: keys and tokens just as CoreDNS' plugins get to see them. */
export function corefileLine(parsed: ParsedFile): string {
	const { file } = parsed;
	const head = { apiVersion: "localdns.dev/v1alpha1", kind: "Corefile", file, ok: parsed.kind === "parsed" };
	return `${JSON.stringify({ ...head, ...body(parsed) })}\n`;
}

function body(parsed: ParsedFile): object {
	switch (parsed.kind) {
		case "parsed":
			return {
				blocks: parsed.corefile.blocks.map((block) => shownBlock(block, parsed.file)),
				warnings: parsed.warnings,
			};
		case "refused":
			return { error: parsed.error };
		case "unreadable": {
			const { code, message, reason, hint } = parsed.error;
			return { error: { code, message: reason === undefined ? message : `${message}: ${reason}`, hint } };
		}
	}
}

const shownBlock = ({ keys, plugins }: ParsedServerBlock, file: string): object => ({
	keys,
	directives: plugins.map(({ name, tokens }) => ({
		name,
		tokens: tokens.map((token) => shownToken(token, file)),
	})),
});

/** A token names its file where that is not the Corefile itself. */
const shownToken = ({ text, line, file }: Token, main: string): object =>
	file === main ? { text, line } : { text, line, file };
