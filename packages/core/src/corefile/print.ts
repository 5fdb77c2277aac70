import type { Corefile, Plugin, ServerBlock } from "./ast.ts";
import { writeKey, writeToken } from "./token-text.ts";

const indent = "    ";

/**
 * The text of a Corefile: one key line per block, four spaces per level, a newline at the end.
 * CoreDNS reads back the very tokens of the model.
 *
 * @throws LocaldnsError LDNS406 for a text that no spelling of a Corefile yields.
 */
export function printCorefile(corefile: Corefile): string {
	return corefile.blocks.map(printBlock).join("");
}

function printBlock(block: ServerBlock): string {
	const body = block.plugins.flatMap((plugin) => pluginLines(plugin, indent));
	return lines([
		...printComments(block.comments, ""),
		`${block.keys.map(writeKey).join(" ")} {`,
		...body,
		"}",
	]);
}

/** The lines of a plugin or an option, comments first. Each begins with the margin, none has a line break. */
export function pluginLines(plugin: Plugin, margin: string): string[] {
	const head = margin + [plugin.name, ...plugin.args].map(writeToken).join(" ");
	const comments = printComments(plugin.comments, margin);
	if (plugin.options.length === 0) return [...comments, head];
	const step = margin.endsWith("\t") ? "\t" : indent;
	const options = plugin.options.flatMap((option) => pluginLines(option, margin + step));
	return [...comments, `${head} {`, ...options, `${margin}}`];
}

const printComments = (comments: readonly string[], margin: string): string[] =>
	comments.flatMap((comment) => comment.split(/\r?\n/)).map((line) => `${margin}# ${line}`.trimEnd());

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");
