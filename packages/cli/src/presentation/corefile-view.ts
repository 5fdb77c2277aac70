import type { ParsedPlugin, ParsedServerBlock, Token } from "@localdns/core/corefile";
import type { ParsedFile } from "../parsed-file.ts";
import { excerptOf } from "./excerpt.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** A Corefile as a tree with the place of each line, or what is wrong and where. Ends with a newline. */
export function corefileText(parsed: ParsedFile, style: Style): string {
	return treeOrError(parsed, style)
		.map((line) => `${line}\n`)
		.join("");
}

function treeOrError(parsed: ParsedFile, style: Style): string[] {
	const file = printable(parsed.file);
	switch (parsed.kind) {
		case "parsed": {
			const { blocks } = parsed.corefile;
			const count = `${blocks.length} server block${blocks.length === 1 ? "" : "s"}`;
			const warnings = parsed.warnings.map(
				({ line, column, code, message }) =>
					`${style.strong(`${file}:${line}:${column}`)} ${style.unsure("warning")} ${code} ${message}`,
			);
			const tree = blocks.flatMap((block) => blockLines(block, parsed.file, style));
			return [...warnings, `${style.strong(file)}: ${count}`, ...tree];
		}
		case "refused": {
			const { error } = parsed;
			const place = style.strong(printable(`${error.file}:${error.line}:${error.column}`));
			const excerpt = error.file === parsed.file ? excerptOf(parsed.text, error, style) : [];
			return [
				`${place} ${style.bad("error")} ${error.code} ${printable(error.message)}`,
				...excerpt,
				`  fix: ${printable(error.hint)}`,
			];
		}
		case "unreadable": {
			const { code, message, reason, hint } = parsed.error;
			const why = reason === undefined ? "" : ` (${reason})`;
			return [
				`${style.strong(file)} ${style.bad("error")} ${code} ${printable(message + why)}`,
				`  fix: ${hint}`,
			];
		}
	}
}

function blockLines({ keys, keyTokens, plugins }: ParsedServerBlock, file: string, style: Style): string[] {
	const [first] = keyTokens;
	const head = first === undefined ? [] : [placed(first, file, 0, words(keys), style)];
	return [...head, ...plugins.flatMap((plugin) => pluginLines(plugin, file, style))];
}

/** Braces may nest as deep as they like, so what is still to print is a list and no recursion. */
function pluginLines(plugin: ParsedPlugin, file: string, style: Style): string[] {
	const lines: string[] = [];
	const left: { plugin: ParsedPlugin; depth: number }[] = [{ plugin, depth: 1 }];
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		const { depth } = next;
		const { nameToken, name, args, options } = next.plugin;
		lines.push(placed(nameToken, file, depth, words([name, ...args]), style));
		for (const option of options.toReversed()) left.push({ plugin: option, depth: depth + 1 });
	}
	return lines;
}

const deepest = 20;

function placed(
	{ file, line, column }: Token,
	main: string,
	depth: number,
	text: string,
	style: Style,
): string {
	const place = `${line}:${column}`.padStart(8);
	const origin = file === main ? "" : style.faint(`  (${printable(file)})`);
	return `${style.faint(place)}  ${"    ".repeat(Math.min(depth, deepest))}${text}${origin}`;
}

/** Words with quotes where they would not be seen as one without. */
const words = (all: readonly string[]): string =>
	all.map((word) => printable(/^[^\s"]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
