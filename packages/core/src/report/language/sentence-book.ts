/** A template with `{places}` in one language, and the same in another. */
export type Entry = readonly [source: string, target: string];

interface Line {
	/** What stands before, between and behind the places. */
	fixed: string[];
	places: string[];
	target: string;
}

const place = /\{(\w+)\}/g;

function compile([source, target]: Entry): Line {
	const places = [...source.matchAll(place)].map(([, name]) => name as string);
	return { fixed: source.split(/\{\w+\}/), places, target };
}

/**
 * What stands in the places, each as short as it can be. Found by the fixed parts and not by an expression, which would
 * try a text that repeats them in every way there is.
 */
function placesIn(text: string, fixed: readonly string[]): string[] | undefined {
	const [first = "", ...rest] = fixed;
	const last = rest.at(-1);
	if (last === undefined) return text === first ? [] : undefined;
	if (!text.startsWith(first)) return undefined;
	const found: string[] = [];
	let at = first.length;
	for (const part of rest.slice(0, -1)) {
		const next = text.indexOf(part, at);
		if (next === -1) return undefined;
		found.push(text.slice(at, next));
		at = next + part.length;
	}
	const end = text.length - last.length;
	return end >= at && text.endsWith(last) ? [...found, text.slice(at, end)] : undefined;
}

/** No sentence of a run is nearly as long; a longer one comes from elsewhere and is left alone. */
const longest = 2000;
const deepest = 8;

/**
 * Puts sentences into another language by templates, as gettext does with its msgids: a run file holds what was found
 * as English sentences, old files as well as new ones, and their figures and names are taken over from there. What
 * stands in a place is looked up in its turn. A sentence without a template stays as it is.
 *
 * @param entries the first that fits wins, so the special ones stand before the general
 */
export function sentenceBook(entries: readonly Entry[]): (text: string) => string {
	const lines = entries.map(compile);
	const known = new Map<string, string>();
	const look = (text: string, depth: number): string => {
		if (text === "" || text.length > longest || depth > deepest) return text;
		const before = known.get(text);
		if (before !== undefined) return before;
		for (const { fixed, places, target } of lines) {
			const found = placesIn(text, fixed);
			if (found === undefined) continue;
			const values = new Map(places.map((name, index) => [name, found[index] ?? ""]));
			const put = target.replace(place, (_, name: string) => look(values.get(name) ?? "", depth + 1));
			known.set(text, put);
			return put;
		}
		return text;
	};
	return (text) => look(text, 0);
}
