import type { Option, Plugin, ServerBlock } from "./ast.ts";
import { pluginLines, printCorefile } from "./print.ts";
import {
	beginsLine,
	deeper,
	endWithHidden,
	haveLinesAlone,
	indentAt,
	isBlank,
	isClosed,
	lineBreakAt,
	lineEnd,
	lineStart,
	takeOut,
} from "./source-line.ts";
import type { ParsedCorefile, ParsedPlugin, ParsedServerBlock, Token } from "./syntax-tree.ts";
import type { TextEdit } from "./text-edit.ts";
import { writeToken } from "./token-text.ts";

/**
 * Edits of a Corefile's text that leave everything else as it is, byte for byte. `source` is the text of the file
 * that the edited words stand in (`nameToken.file`). Indentation and line breaks are taken from the neighbours. A
 * function gives undefined where the text leaves no room for the edit, as behind a quote that is never closed.
 *
 * Every function throws LocaldnsError LDNS406 for a word that a Corefile cannot hold.
 */
export type CorefileEdits = readonly TextEdit[] | undefined;

/** Puts other words in the place of a plugin's, or an option's, arguments. */
export function setArguments(source: string, plugin: ParsedPlugin, args: readonly string[]): CorefileEdits {
	const { argTokens, nameToken } = plugin;
	const edits = argTokens.flatMap((token, index) => {
		const text = args[index];
		if (text !== undefined) return text === token.text ? [] : [replaceWord(source, token, text)];
		const before = argTokens[index - 1] ?? nameToken;
		return [takeOut(source, endWithHidden(source, before), endWithHidden(source, token))];
	});
	const more = args.slice(argTokens.length).map((text) => ` ${writeToken(text)}`);
	if (more.length === 0) return edits;
	const last = argTokens.at(-1) ?? nameToken;
	if (!isClosed(source, last)) return undefined;
	const at = endWithHidden(source, last);
	return [...edits, { start: at, end: at, text: more.join("") }];
}

/** Gives the first option of a name these arguments; where there is none, adds it at the block's end. */
export function setOption(
	source: string,
	plugin: ParsedPlugin,
	name: string,
	args: readonly string[],
): CorefileEdits {
	const found = plugin.options.find((option) => option.name === name);
	if (found !== undefined) return setArguments(source, found, args);
	return addOption(source, plugin, { comments: [], name, args, options: [] });
}

/** Adds an option at the end of a plugin's block; a plugin without one gets it. */
export function addOption(source: string, plugin: ParsedPlugin, option: Option): CorefileEdits {
	const { nameToken, argTokens, options, tokens } = plugin;
	const outer = indentAt(source, nameToken.start);
	const sibling = options.map((each) => each.nameToken).findLast((token) => beginsLine(source, token));
	const inner = sibling === undefined ? deeper(outer) : indentAt(source, sibling.start);
	const lines = pluginLines(option, inner);
	const head = argTokens.length + 1;
	if (tokens.length > head) {
		const close = closingBrace(tokens, head);
		return close === undefined ? undefined : beforeClosing(source, close, lines, outer);
	}
	const last = argTokens.at(-1) ?? nameToken;
	if (!isClosed(source, last)) return undefined;
	const lineBreak = lineBreakAt(source, last.end);
	const at = endWithHidden(source, last);
	return [{ start: at, end: at, text: [" {", ...lines, `${outer}}`].join(lineBreak) }];
}

/** Takes a plugin or an option out, with its lines where nothing else stands on them. Comments stay. */
export function removePlugin(source: string, { tokens }: ParsedPlugin): CorefileEdits {
	const [first, last] = [tokens[0], tokens.at(-1)];
	return first === undefined || last === undefined ? undefined : removeStretch(source, first, last);
}

/** Puts a plugin before another one of a server block, or at the block's end. */
export function insertPlugin(
	source: string,
	block: ParsedServerBlock,
	plugin: Plugin,
	before?: ParsedPlugin,
): CorefileEdits {
	const { keyTokens, plugins, close } = block;
	const outer = indentAt(source, keyTokens[0]?.start ?? 0);
	const sibling = plugins.map((each) => each.nameToken).findLast((token) => beginsLine(source, token));
	const inner = sibling !== undefined ? indentAt(source, sibling.start) : deeper(outer);
	const lines = pluginLines(plugin, inner);
	if (before !== undefined) return above(source, before.nameToken, lines, inner);
	if (close !== undefined) return beforeClosing(source, close, lines, outer);
	const last = plugins.at(-1)?.tokens.at(-1) ?? block.open ?? keyTokens.at(-1);
	return last === undefined || !isClosed(source, last) ? undefined : below(source, last, lines);
}

/** Adds a server block at the end of the file. */
export function appendBlock(source: string, { blocks }: ParsedCorefile, block: ServerBlock): CorefileEdits {
	const last = blocks.at(-1);
	// What follows an open block would be part of it.
	if (last !== undefined && last.close === undefined) return undefined;
	const lineBreak = lineBreakAt(source, source.length);
	const start = source === "" || source.endsWith("\n") ? "" : lineBreak;
	const text = start + printCorefile({ blocks: [block] }).replaceAll("\n", lineBreak);
	return [{ start: source.length, end: source.length, text }];
}

/** Takes a server block out, keys and braces included. */
export function removeBlock(source: string, { keyTokens, close }: ParsedServerBlock): CorefileEdits {
	const [first] = keyTokens;
	return first === undefined || close === undefined ? undefined : removeStretch(source, first, close);
}

/** Another word in the place of one. */
export function replaceWord(source: string, token: Token, text: string): TextEdit {
	const word = writeToken(text);
	const end = word.startsWith('"') ? endWithHidden(source, token) : token.end;
	// Behind a closing quote the next word may follow at once; behind a plain one it would melt into it.
	const glued = end < source.length && !isBlank(source, end, end + 1) && source[end] !== "#";
	return { start: token.start, end, text: glued && !word.startsWith('"') ? `${word} ` : word };
}

function removeStretch(source: string, first: Token, last: Token): readonly TextEdit[] {
	if (!haveLinesAlone(source, first, last))
		return [takeOut(source, first.start, endWithHidden(source, last))];
	const end = Math.min(lineEnd(source, last.end) + 1, source.length);
	return [{ start: lineStart(source, first.start), end, text: "" }];
}

function closingBrace(tokens: readonly Token[], open: number): Token | undefined {
	let depth = 0;
	for (const token of tokens.slice(open)) {
		if (token.text === "{") depth += 1;
		else if (token.text === "}") depth -= 1;
		if (depth === 0) return token.text === "}" ? token : undefined;
	}
	return undefined;
}

function beforeClosing(
	source: string,
	brace: Token,
	lines: readonly string[],
	outer: string,
): readonly TextEdit[] {
	const lineBreak = lineBreakAt(source, brace.start);
	const start = lineStart(source, brace.start);
	if (beginsLine(source, brace)) {
		return [{ start, end: start, text: lines.map((line) => line + lineBreak).join("") }];
	}
	let from = brace.start;
	while (from > start && isBlank(source, from - 1, from)) from -= 1;
	return [{ start: from, end: brace.start, text: ["", ...lines, outer].join(lineBreak) }];
}

function above(source: string, token: Token, lines: readonly string[], indent: string): readonly TextEdit[] {
	const lineBreak = lineBreakAt(source, token.start);
	const start = lineStart(source, token.start);
	if (beginsLine(source, token)) {
		return [{ start, end: start, text: lines.map((line) => line + lineBreak).join("") }];
	}
	const text = [...lines, indent].join(lineBreak).trimStart();
	return [{ start: token.start, end: token.start, text }];
}

function below(source: string, token: Token, lines: readonly string[]): readonly TextEdit[] {
	const lineBreak = lineBreakAt(source, token.end);
	const end = lineEnd(source, token.end);
	if (end === source.length) return [{ start: end, end, text: ["", ...lines].join(lineBreak) }];
	return [{ start: end + 1, end: end + 1, text: lines.map((line) => line + lineBreak).join("") }];
}
