import type { ErrorCode } from "../error-codes/index.ts";
import type { LexedToken } from "./lexer.ts";
import { type CorefileSyntaxError, syntaxError } from "./syntax-error.ts";

/** Ends parsing from any depth; `parseCorefile` catches it and hands out the plain error. */
export class ParseRefusal extends Error {
	readonly syntaxError: CorefileSyntaxError;

	constructor(error: CorefileSyntaxError) {
		super(error.message);
		this.syntaxError = error;
	}
}

export function refuse(code: ErrorCode, message: string, at: LexedToken, hint?: string): never {
	throw new ParseRefusal(syntaxError(code, message, at, hint));
}
