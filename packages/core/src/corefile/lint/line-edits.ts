import type { ParsedPlugin, Token } from "../syntax-tree.ts";
import type { TextEdit } from "../text-edit.ts";

export const replaceToken = ({ start, end }: Token, text: string): TextEdit => ({ start, end, text });

const lineStart = (source: string, at: number): number => source.lastIndexOf("\n", at - 1) + 1;

function lineEnd(source: string, at: number): number {
	const end = source.indexOf("\n", at);
	return end === -1 ? source.length : end;
}

/** Spaces and tabs before the first word of the line. */
const indentOf = (source: string, at: number): string => {
	const start = lineStart(source, at);
	return /^[ \t]*/.exec(source.slice(start, at))?.[0] ?? "";
};

const lineBreakOf = (source: string, at: number): string => {
	const end = lineEnd(source, at);
	return source[end - 1] === "\r" ? "\r\n" : "\n";
};

/** Takes a plugin's lines out; undefined where something else stands on them too. */
export function removeLines(source: string, { tokens }: ParsedPlugin): readonly TextEdit[] | undefined {
	const [first, last] = [tokens[0], tokens.at(-1)];
	if (first === undefined || last === undefined) return undefined;
	const start = lineStart(source, first.start);
	const end = Math.min(lineEnd(source, last.end) + 1, source.length);
	const alone = source.slice(start, first.start).trim() === "" && source.slice(last.end, end).trim() === "";
	return alone ? [{ start, end, text: "" }] : undefined;
}

/** Puts a line above a plugin, with its indentation; undefined where something else stands before it on its line. */
export function lineAbove(
	source: string,
	{ nameToken }: ParsedPlugin,
	line: string,
): readonly TextEdit[] | undefined {
	const indent = indentOf(source, nameToken.start);
	const start = lineStart(source, nameToken.start);
	if (start + indent.length !== nameToken.start) return undefined;
	const text = `${indent}${line}${lineBreakOf(source, nameToken.start)}`;
	return [{ start, end: start, text }];
}

/** Gives a plugin without a block one, with one option in it. */
export function openBlock(
	source: string,
	plugin: ParsedPlugin,
	before: string,
	option: string,
): readonly TextEdit[] {
	const last = plugin.tokens.at(-1) ?? plugin.nameToken;
	const indent = indentOf(source, plugin.nameToken.start);
	const inner = indent === "" ? "    " : indent.includes("\t") ? `${indent}\t` : indent.repeat(2);
	const end = lineBreakOf(source, last.end);
	const text = `${before} {${end}${inner}${option}${end}${indent}}`;
	return [{ start: last.end, end: last.end, text }];
}
