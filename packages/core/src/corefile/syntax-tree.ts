import type { Corefile, Plugin, ServerBlock } from "./ast.ts";

/** A word of a Corefile, and where it stands. */
export interface Token {
	/** What CoreDNS' dispenser sees: quotes are gone, environment variables are filled in. */
	readonly text: string;
	/** The file that it stands in, as the caller named it; another one where it came by `import`. */
	readonly file: string;
	/** Line on which it begins, from 1. */
	readonly line: number;
	/** Column in characters (code points), from 1. */
	readonly column: number;
	/** Where its spelling begins and ends (UTF-16 offsets into the file's text, quotes included, end exclusive). */
	readonly start: number;
	readonly end: number;
}

/** A Corefile with the place of each of its words. It is a `Corefile`, so whatever takes one takes this. */
export interface ParsedCorefile extends Corefile {
	readonly blocks: readonly ParsedServerBlock[];
	/** Imports between server blocks that were not read, because the parser was given no reader. */
	readonly imports: readonly UnreadImport[];
}

/** `import PATTERN` as written. */
export interface UnreadImport {
	readonly keyword: Token;
	readonly pattern: Token;
}

export interface ParsedServerBlock extends ServerBlock {
	/** One for each key; `text` is the key, without a comma at its end. */
	readonly keyTokens: readonly Token[];
	readonly plugins: readonly ParsedPlugin[];
	/** The brace that opens the block; undefined in a file without braces, which is one block. */
	readonly open: Token | undefined;
	/** The brace that closes it; undefined without braces, and where CoreDNS accepts that the last one is missing. */
	readonly close: Token | undefined;
}

export interface ParsedPlugin extends Plugin {
	readonly nameToken: Token;
	/** One for each of `args`. */
	readonly argTokens: readonly Token[];
	readonly options: readonly ParsedPlugin[];
	/** Everything from its name to its last word or closing brace, braces included, in order. */
	readonly tokens: readonly Token[];
}
