import type { ErrorCode } from "../error-codes/index.ts";
import type { Token } from "./syntax-tree.ts";

/** Why CoreDNS does not take a Corefile, or what it takes otherwise than it looks. Plain data. */
export interface CorefileSyntaxError {
	/** LDNS410 to LDNS419, one for each kind of mistake. */
	readonly code: ErrorCode;
	/** What is wrong, without the place. */
	readonly message: string;
	readonly file: string;
	/** From 1; the very line that CoreDNS names. */
	readonly line: number;
	/** In characters, from 1. */
	readonly column: number;
	/** The word at that place. */
	readonly text: string;
	/** What to do, where more is known than the code's own hint says. */
	readonly hint?: string;
}

/** A mistake at a token. */
export const syntaxError = (
	code: ErrorCode,
	message: string,
	{ file, line, column, text }: Token,
	hint?: string,
): CorefileSyntaxError => ({
	code,
	message,
	file,
	line,
	column,
	text,
	...(hint === undefined ? {} : { hint }),
});
