/**
 * A piece of HTML or SVG that is safe to put on the page. Made by the `markup` tag, which escapes every
 * string put into it, so that no name in a run file can become an element.
 */
export interface Markup {
	readonly text: string;
}

export type Part = Markup | string | number | undefined | readonly Part[];

const entities: Record<string, string> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

function escapeText(text: string): string {
	return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** Builds markup; numbers are written with one decimal at most, the precision of a plot in pixels. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
	const pieces = strings.map((piece, index) => piece + (index < parts.length ? render(parts[index]) : ""));
	return { text: pieces.join("") };
}

function render(part: Part): string {
	if (part === undefined) return "";
	if (typeof part === "string") return escapeText(part);
	if (typeof part === "number") return String(Math.round(part * 10) / 10);
	if (isList(part)) return part.map(render).join("");
	return part.text;
}

const isList = (part: Part): part is readonly Part[] => Array.isArray(part);
