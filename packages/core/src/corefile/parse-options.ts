import type { Environment } from "./environment.ts";
import type { ImportReader } from "./import-reader.ts";
import type { CorefileSyntaxError } from "./syntax-error.ts";
import type { ParsedCorefile } from "./syntax-tree.ts";

/** How a Corefile is read, where the defaults of `parseCorefile` do not fit. */
export interface ParseOptions {
	/** Name of the text in errors and tokens, and what its imports are relative to. @default "Corefile" */
	readonly file?: string;
	/**
	 * Fills in `{$NAME}` and `{%NAME%}` as CoreDNS does from its own environment. Absent: references stay as
	 * written, which is what an editor and a linter want.
	 */
	readonly environment?: Environment;
	/**
	 * Reads the files that `import` names. Absent: such an import stays as written, as a plugin or option called
	 * `import`, or in `imports` of the tree where it stands between server blocks. Snippets are filled in always.
	 */
	readonly readImport?: ImportReader;
	/**
	 * Names that may begin a line of a server block; "any" for a CoreDNS with plugins of its own.
	 * @default those of every CoreDNS from 1.11.1 to 1.15.0
	 */
	readonly knownDirectives?: readonly string[] | "any";
}

/** What CoreDNS makes of a Corefile, or why it makes nothing of it. */
export type ParseResult =
	| {
			readonly ok: true;
			readonly corefile: ParsedCorefile;
			/** What CoreDNS accepts silently though it hardly is what was meant. */
			readonly warnings: readonly CorefileSyntaxError[];
	  }
	| { readonly ok: false; readonly error: CorefileSyntaxError };
