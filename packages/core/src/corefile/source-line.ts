import { isGoSpace } from "./go-space.ts";
import type { Token } from "./syntax-tree.ts";
import type { TextEdit } from "./text-edit.ts";

/** Where the line of an offset begins. */
export const lineStart = (source: string, at: number): number =>
	at === 0 ? 0 : source.lastIndexOf("\n", at - 1) + 1;

/** Where the line of an offset ends, before its newline. */
export function lineEnd(source: string, at: number): number {
	const end = source.indexOf("\n", at);
	return end === -1 ? source.length : end;
}

/** The line break that the line of an offset ends with, or the file's first one. */
export function lineBreakAt(source: string, at: number): "\n" | "\r\n" {
	const here = lineEnd(source, at);
	const end = here === source.length ? source.indexOf("\n") : here;
	return end > 0 && source[end - 1] === "\r" ? "\r\n" : "\n";
}

export function isBlank(source: string, start: number, end: number): boolean {
	for (let at = start; at < end; at += 1) if (!isGoSpace(source.charCodeAt(at))) return false;
	return true;
}

/** Whether nothing but spaces stands before a token on its line. */
export const beginsLine = (source: string, { start }: Token): boolean =>
	isBlank(source, lineStart(source, start), start);

/** The spaces that the line of an offset begins with. */
export function indentAt(source: string, at: number): string {
	const start = lineStart(source, at);
	let end = start;
	while (end < source.length && source[end] !== "\n" && isGoSpace(source.charCodeAt(end))) end += 1;
	return source.slice(start, end).replace("\r", "");
}

/** One more level of indentation, in the manner of the level above. */
export function deeper(indent: string): string {
	if (indent.includes("\t")) return `${indent}\t`;
	return indent !== "" && indent.length < 4 ? indent + indent : `${indent}    `;
}

/** Where a token ends with what a `#` glued to it hides, which reaches to the next space. */
export function endWithHidden(source: string, { start, end }: Token): number {
	let at = end;
	while (source[at] === "\r") at += 1;
	if (source[at] !== "#" || source[start] === '"') return end;
	while (at < source.length && (source[at] === "\r" || !isGoSpace(source.charCodeAt(at)))) at += 1;
	return at;
}

/** Whether something may stand behind a token: a quote that only the end of the file closes lets nothing. */
export function isClosed(source: string, { start, end }: Token): boolean {
	if (source[start] !== '"') return true;
	const inside = source.slice(start + 1, end - 1);
	const backslashes = inside.length - inside.replace(/\\+$/, "").length;
	return end - start > 1 && source[end - 1] === '"' && backslashes % 2 === 0;
}

/** Takes a stretch out; what stood on both sides of it stays two words. */
export function takeOut(source: string, start: number, end: number): TextEdit {
	const melts =
		start > 0 && end < source.length && !isBlank(source, start - 1, start) && !isBlank(source, end, end + 1);
	return { start, end, text: melts ? " " : "" };
}

/** Whether nothing else stands on the lines from one token to another, a comment counted. */
export const haveLinesAlone = (source: string, first: Token, last: Token): boolean =>
	beginsLine(source, first) && isBlank(source, last.end, lineEnd(source, last.end));
