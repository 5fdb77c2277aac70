import { LocaldnsError } from "../errors.ts";
import { type Place, placesIn, placeText } from "./place.ts";

/** Longer is no configuration of K3s, and a parser needs many times the size. In UTF-16 units. */
const longest = 4 * 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const refusedByK3s = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** Marks of structure, each of which costs a parser time and memory; a real configuration has a few hundred. */
const mostMarks = 50_000;

function marksIn(text: string): number {
	let marks = 0;
	for (const _ of text.matchAll(/[\n,[\]{}&*]/g)) if (++marks > mostMarks) break;
	return marks;
}

/** Line ends for K3s' parser (libyaml as yaml.v2), and text for others. */
const doubtfulLineEnd = /\r(?!\n)|[\u0085\u2028\u2029]/;

export function unreadable(at: Place, why: string): LocaldnsError {
	return new LocaldnsError("LDNS508", `${placeText(at)}: ${why}`, {
		reason: "K3s would not start with it, or would read something else",
		hint: `sed -n ${at.line}p ${at.file}`,
	});
}

export function doubtful(at: Place, why: string, reason: string): LocaldnsError {
	return new LocaldnsError("LDNS509", `${placeText(at)}: ${why}`, {
		reason,
		hint: `sed -n ${at.line}p ${at.file}`,
	});
}

/** What is wrong with a text before any YAML is looked for in it; undefined when nothing is. */
export function problemOfText(file: string, text: string): LocaldnsError | undefined {
	if (text.length > longest || marksIn(text) > mostMarks) {
		const limit = `at most ${longest} characters and ${mostMarks} lines, commas and brackets are read`;
		return new LocaldnsError("LDNS509", `${file}: too large for a configuration`, {
			reason: limit,
			hint: `wc ${file}`,
		});
	}
	const control = refusedByK3s.exec(text);
	if (control !== null) {
		const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
		return unreadable(placesIn(file, text)(control.index), `control character U+${code}`);
	}
	if (/^\ufeff[ \t]/.test(text)) {
		const why = "K3s' parser counts the mark as a column, and reads only up to the next line";
		return doubtful({ file, line: 1, column: 2 }, "a blank behind the byte order mark", why);
	}
	const mark = text.indexOf("\ufeff", 1);
	if (mark !== -1)
		return doubtful(
			placesIn(file, text)(mark),
			"a byte order mark inside the file",
			"parsers differ in what it means",
		);
	const lineEnd = doubtfulLineEnd.exec(text);
	if (lineEnd === null) return undefined;
	return doubtful(
		placesIn(file, text)(lineEnd.index),
		"a line end that is neither \\n nor \\r\\n",
		"K3s takes it for the end of a line, most editors do not",
	);
}
