import { type ErrorCode, errorCodes } from "./error-codes/index.ts";

/**
 * The one error class of localdns: something the user can be told about, with what happened,
 * why (when known) and what to do about it. Everything else that is thrown is a bug.
 */
export class LocaldnsError extends Error {
	readonly code: ErrorCode;
	/** Command or step to paste, in plain words. */
	readonly hint: string;
	/** What made it happen, one line; absent when the message says it all. */
	readonly reason: string | undefined;

	constructor(
		code: ErrorCode,
		message: string,
		options: { reason?: string; hint?: string; cause?: unknown } = {},
	) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = "LocaldnsError";
		this.code = code;
		this.reason = options.reason;
		this.hint = options.hint ?? errorCodes[code].hint;
	}

	/** Exit code of a command that ends with this error (docs/reference/exit-codes.md). */
	get exitCode(): number {
		return errorCodes[this.code].exitCode;
	}
}
