import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** What a text says as plain data, or why it cannot be read, with its place. */
export type ConfigDocument =
	| { readonly ok: true; readonly value: unknown }
	| { readonly ok: false; readonly problem: string };

/** Far above any configuration. What is larger was not written by hand, and costs time to refuse otherwise. */
const mostCharacters = 256 * 1024;
const deepest = 50;

/**
 * Reads YAML 1.2 or JSON. Never throws, whatever the text: deep nesting, aliases that multiply, and keys that stand
 * twice are problems with a place. Time grows with the length of the text.
 */
export function readConfigDocument(text: string): ConfigDocument {
	if (text.length > mostCharacters) {
		return refuse(`${text.length} characters; a configuration has at most ${mostCharacters}`);
	}
	const lines = new LineCounter();
	const at = (offset: number): string => {
		const { line, col } = lines.linePos(offset);
		return `line ${Math.max(1, line)}, column ${Math.max(1, col)}`;
	};
	const tooDeep = depthBeyond(text, deepest);
	if (tooDeep !== undefined)
		return refuse(`nested deeper than ${deepest} levels, at character ${tooDeep + 1}`);
	// The library's own search for keys that stand twice takes the square of their number.
	const document = parseDocument(text, {
		lineCounter: lines,
		prettyErrors: false,
		uniqueKeys: false,
		logLevel: "error",
	});
	const [mistake] = document.errors;
	if (mistake !== undefined)
		return refuse(`no YAML at ${at(mistake.pos[0])}: ${mistake.message.split("\n")[0]}`);
	const twice = keyTwice(document);
	if (twice !== undefined) return refuse(`${twice.key} stands twice, again at ${at(twice.offset)}`);
	try {
		return { ok: true, value: document.toJS() ?? {} };
	} catch (error) {
		// An alias without an anchor, or so many that they stand for more than they say.
		return refuse(`no YAML: ${(error as Error).message.split("\n")[0]}`);
	}
}

const refuse = (problem: string): ConfigDocument => ({ ok: false, problem });

/**
 * Where nesting may pass a depth, by what can open a level: brackets, and indicators and indentation of block
 * collections. It overestimates within quotes, which no configuration comes near.
 */
function depthBeyond(text: string, limit: number): number | undefined {
	let brackets = 0;
	const indentations: number[] = [];
	for (const { index, 0: line } of text.matchAll(/[^\n]+/g)) {
		const indentation = line.search(/[^ ]/);
		if (indentation === -1) continue;
		while ((indentations.at(-1) ?? -1) >= indentation) indentations.pop();
		indentations.push(indentation);
		let opened = 0;
		for (const { index: place, 0: sign } of line.matchAll(/[[\]{}]|[-?:](?=\s|$)/g)) {
			if (sign === "[" || sign === "{") brackets += 1;
			else if (sign === "]" || sign === "}") brackets = Math.max(0, brackets - 1);
			else opened += 1;
			if (brackets + opened + indentations.length > limit) return index + place;
		}
	}
	return undefined;
}

function keyTwice(document: Document.Parsed): { readonly key: string; readonly offset: number } | undefined {
	let found: { readonly key: string; readonly offset: number } | undefined;
	visit(document, {
		Collection(_, node) {
			if (!isMap(node)) return undefined;
			const seen = new Set<string>();
			for (const { key } of node.items) {
				if (!isScalar(key) || isCollection(key)) continue;
				const name = String(key.value);
				if (seen.has(name)) {
					found = { key: JSON.stringify(name.slice(0, 80)), offset: key.range?.[0] ?? 0 };
					return visit.BREAK;
				}
				seen.add(name);
			}
			return undefined;
		},
	});
	return found;
}
