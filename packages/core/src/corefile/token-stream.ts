import type { LexedToken } from "./lexer.ts";

/**
 * Whether CoreDNS takes a token for standing on another line than the one before it: another file, or a
 * higher line number than where that one ends. A snippet's tokens keep the numbers of where it was defined.
 */
function startsLine(previous: LexedToken | undefined, token: LexedToken): boolean {
	if (previous === undefined || !sameFile(previous, token)) return true;
	return previous.line + lineBreaks(previous.text) < token.line;
}

/** Whether a token is an argument of the one before it: same file, and exactly the line where that one ends. */
export const continuesLine = (previous: LexedToken, token: LexedToken): boolean =>
	sameFile(previous, token) && previous.line + lineBreaks(previous.text) === token.line;

const sameFile = (left: LexedToken, right: LexedToken): boolean =>
	left.imported === right.imported && left.file === right.file;

function lineBreaks(text: string): number {
	let count = 0;
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
	return count;
}

/**
 * Tokens with a cursor, as CoreDNS' dispenser (coredns/caddy: caddyfile/dispenser.go), except that
 * replacing tokens at the cursor costs no more than what is put in.
 */
export class TokenStream {
	/** Everything up to and with the current token. */
	private readonly passed: LexedToken[] = [];
	/** What follows, last first. */
	private readonly ahead: LexedToken[];
	/** An import at the end stood for nothing: the cursor is beyond the last token. */
	private beyond = false;

	constructor(tokens: readonly LexedToken[]) {
		this.ahead = tokens.toReversed();
	}

	/** The current token; undefined before the first and beyond the last. */
	get current(): LexedToken | undefined {
		return this.beyond ? undefined : this.passed.at(-1);
	}

	/** Text of the current token, or "". */
	get text(): string {
		return this.current?.text ?? "";
	}

	/** The last token that was passed, for messages. */
	get last(): LexedToken | undefined {
		return this.passed.at(-1);
	}

	/** Moves on; false at the end, where it stays. */
	next(): boolean {
		const token = this.ahead.pop();
		if (token === undefined) return false;
		this.passed.push(token);
		return true;
	}

	/** Moves on if the next token stands on the current one's line. */
	nextArgument(): boolean {
		const { current } = this;
		const next = this.ahead.at(-1);
		return current !== undefined && next !== undefined && continuesLine(current, next) && this.next();
	}

	back(): void {
		if (this.beyond) {
			this.beyond = false;
			return;
		}
		const token = this.passed.pop();
		if (token !== undefined) this.ahead.push(token);
	}

	/** Whether the current token begins a line. */
	get startsLine(): boolean {
		const { current } = this;
		return current !== undefined && startsLine(this.passed.at(-2), current);
	}

	/** Puts another token in the current one's place. */
	replace(token: LexedToken): void {
		this.passed[this.passed.length - 1] = token;
	}

	/** Puts tokens in the place of the current token and the one before it; the first of what then follows is current. */
	splice(tokens: readonly LexedToken[]): void {
		this.passed.length -= 2;
		for (let index = tokens.length - 1; index >= 0; index -= 1) this.ahead.push(tokens[index] as LexedToken);
		this.beyond = !this.next();
	}
}
