import { LocaldnsError } from "../errors.ts";

/**
 * What Go's unicode.IsSpace takes for a space. JavaScript's `\s` differs: it lacks U+0085 and has
 * U+FEFF.
 */
const goSpace = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;

/** Without quotes these would split, end or start something else; a leading byte order mark vanishes. */
const needsQuotes = (text: string): boolean =>
	text === "" || text.startsWith('"') || text.includes("#") || text.includes("\ufeff") || goSpace.test(text);

/**
 * Inside quotes only `\"` is an escape, and `\\` stays two characters. So an odd run of backslashes
 * before a quote, or before the closing one, has no spelling.
 */
const oddBackslashesAtQuote = /(?<!\\)(?:\\\\)*\\(?:"|$)/;

/**
 * One token as the Caddyfile lexer reads it back (coredns/caddy: caddyfile/lexer.go).
 *
 * @throws LocaldnsError LDNS406 for a text that has no spelling: a lone brace, some backslashes
 * beside quotes.
 */
export function writeToken(text: string): string {
	if (text === "{" || text === "}") {
		throw unwritable(text, "a lone brace opens or closes a block, quoted or not");
	}
	if (!needsQuotes(text)) return text;
	if (oddBackslashesAtQuote.test(text)) {
		throw unwritable(text, "an odd number of backslashes stands before a quote or at the end");
	}
	return `"${text.replaceAll('"', '\\"')}"`;
}

/**
 * A server block's key. A comma at its end would be read as "another key follows".
 *
 * @throws LocaldnsError LDNS406
 */
export function writeKey(text: string): string {
	if (text.endsWith(",")) throw unwritable(text, "a comma at the end of a key is a separator");
	return writeToken(text);
}

const unwritable = (text: string, reason: string): LocaldnsError =>
	new LocaldnsError("LDNS406", `${JSON.stringify(text)} cannot be written in a Corefile`, { reason });
