import { isGoSpace } from "./go-space.ts";
import type { Token } from "./syntax-tree.ts";

/** A token as the lexer leaves it, with what the parser needs to know besides. */
export interface LexedToken extends Token {
	/** Whether it came from another file: CoreDNS takes such a one for being on another line, always. */
	readonly imported: boolean;
	/** Lines above it that hold nothing but a comment, without `#`. */
	readonly comments: readonly string[];
}

const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const hash = 0x23;
const backslash = 0x5c;

const none: readonly string[] = [];

/**
 * The tokens of a Corefile, as CoreDNS' lexer takes them apart (coredns/caddy: caddyfile/lexer.go): words
 * between Unicode spaces; carriage returns vanish; quotes only at a word's beginning, `\"` their only
 * escape, newlines allowed inside, the end of the file closes them; `#` outside quotes hides the rest of
 * the line, but behind a word only what comes before the next space. Never fails.
 */
export function lexCorefile(source: string, file: string, imported = false): LexedToken[] {
	return new Lexer(source, file, imported).all();
}

class Lexer {
	private readonly source: string;
	private readonly file: string;
	private readonly imported: boolean;
	private readonly tokens: LexedToken[] = [];
	private at = 0;
	private line = 1;
	/** Offset of the current line's first character, less the low surrogates passed since: gives columns. */
	private columnZero = 0;
	private comments: string[] = [];
	/** Whether nothing but spaces stood on the current line so far. */
	private blank = true;

	constructor(source: string, file: string, imported: boolean) {
		this.source = source;
		this.file = file;
		this.imported = imported;
	}

	all(): LexedToken[] {
		const { source } = this;
		if (source.charCodeAt(0) === 0xfeff) {
			this.at = 1;
			this.columnZero = 1;
		}
		while (this.at < source.length) {
			const unit = source.charCodeAt(this.at);
			if (unit === newline) this.nextLine();
			else if (unit === space || unit === tab || isGoSpace(unit)) this.at += 1;
			else if (unit === hash) this.comment();
			else if (unit === quote) this.quoted();
			else this.word();
		}
		return this.tokens;
	}

	private nextLine(): void {
		this.at += 1;
		this.line += 1;
		this.columnZero = this.at;
		this.blank = true;
	}

	private comment(): void {
		const end = this.source.indexOf("\n", this.at);
		const to = end === -1 ? this.source.length : end;
		if (this.blank)
			this.comments.push(
				this.source
					.slice(this.at + 1, to)
					.replace(/^ /, "")
					.trimEnd(),
			);
		this.at = to;
	}

	private word(): void {
		const { source, line } = this;
		const start = this.at;
		const column = start - this.columnZero + 1;
		let at = start;
		let plain = true;
		let hidden = -1;
		for (; at < source.length; at += 1) {
			const unit = source.charCodeAt(at);
			if (unit === carriageReturn) plain = false;
			else if (unit === hash && hidden === -1) hidden = at;
			else if (unit >= 0xdc00 && unit <= 0xdfff) this.columnZero += 1;
			else if (isGoSpace(unit)) break;
		}
		this.at = at;
		let end = hidden === -1 ? at : hidden;
		while (source.charCodeAt(end - 1) === carriageReturn) end -= 1;
		const text = source.slice(start, end);
		this.push(plain ? text : text.replaceAll("\r", ""), line, column, start, end);
	}

	private quoted(): void {
		const { source, line } = this;
		const start = this.at;
		const column = start - this.columnZero + 1;
		let text = "";
		let from = start + 1;
		let at = from;
		for (; at < source.length; at += 1) {
			const unit = source.charCodeAt(at);
			if (unit === quote) break;
			if (unit === backslash) {
				const next = source.charCodeAt(at + 1);
				// Only a quote is escaped; any other character keeps its backslash, a last one is dropped.
				if (next === quote || at + 1 === source.length) {
					text += source.slice(from, at);
					from = at + 1;
				}
				at += 1;
				if (next === newline) this.lineInside(at);
			} else if (unit === newline) this.lineInside(at);
			else if (unit >= 0xdc00 && unit <= 0xdfff) this.columnZero += 1;
		}
		const closed = at < source.length;
		const end = Math.min(at, source.length);
		text += source.slice(from, end);
		this.at = closed ? at + 1 : source.length;
		// A quote that opens and never closes, with nothing behind it, is no token.
		if (closed || text !== "") this.push(text, line, column, start, this.at);
	}

	private lineInside(at: number): void {
		this.line += 1;
		this.columnZero = at + 1;
	}

	private push(text: string, line: number, column: number, start: number, end: number): void {
		const { file, imported } = this;
		const comments = this.comments.length === 0 ? none : this.comments;
		this.tokens.push({ text, file, line, column, start, end, imported, comments });
		if (comments !== none) this.comments = [];
		this.blank = false;
	}
}
