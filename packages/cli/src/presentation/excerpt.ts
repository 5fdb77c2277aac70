import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** A long line is cut around the word. */
const widest = 100;

/** A line of a file, and a caret below the place meant; two lines. */
export function excerptOf(
	text: string,
	{ line, column }: { readonly line: number; readonly column: number },
	style: Style,
): string[] {
	const characters = [...(text.split("\n")[line - 1] ?? "").replace(/\r$/, "")];
	const from = Math.max(0, column - 1 - widest / 2);
	const shown = printable(
		characters
			.slice(from, from + widest)
			.join("")
			.replaceAll("\t", " "),
	);
	return [`    ${shown}`, `    ${" ".repeat(column - 1 - from)}${style.bad("^")}`];
}
