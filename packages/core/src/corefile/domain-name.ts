const dot = 0x2e;
const backslash = 0x5c;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * With a dot at the end, unless there is one that no backslash escapes (miekg/dns: defaults.go, IsFqdn). Before the
 * backslashes it counts a letter's bytes as if they were backslashes, so that `ü\\.` has its final dot for it.
 */
export function absolute(name: string): string {
	const [, letter = "", backslashes] = /([^\\]?)(\\*)\.$/su.exec(name) ?? [];
	if (backslashes === undefined) return `${name}.`;
	const bytes = utf8Length(letter) || 1;
	return backslashes === "" || (bytes + backslashes.length) % 2 === 1 ? name : `${name}.`;
}

/**
 * Whether CoreDNS takes a text for a domain name (miekg/dns: defaults.go, IsDomainName): labels below 64 bytes of
 * any kind, no empty one, 256 bytes in all; `\.` and `\046` are escapes.
 */
export function isDomainName(text: string): boolean {
	if (text === "") return false;
	const bytes = Array.from(absolute(text), unitsOf).flat();
	let length = 0;
	let begin = 0;
	let afterDot = false;
	let escaped = false;
	for (let at = 0; at < bytes.length; at += 1) {
		if (bytes[at] === backslash) {
			escaped = !escaped;
			if (length + 1 > 256) return false;
			const skipped = isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]) ? 3 : 1;
			at += skipped;
			begin += skipped;
			afterDot = false;
		} else if (bytes[at] === dot) {
			escaped = false;
			if (afterDot || (at === 0 && bytes.length > 1) || at - begin >= 64) return false;
			length += 1 + at - begin;
			if (length > 256) return false;
			afterDot = true;
			begin = at + 1;
		} else {
			escaped = false;
			afterDot = false;
		}
	}
	return !escaped;
}

/** A letter's bytes in UTF-8 as far as a domain name minds them: ASCII as it is, of others only how many. */
function unitsOf(letter: string): readonly number[] {
	const point = letter.codePointAt(0) ?? 0;
	return point < 0x80 ? [point] : Array<number>(utf8Length(letter)).fill(0xff);
}

/** Bytes of a text in UTF-8. Core has the language alone, and TextEncoder is none of it. */
export function utf8Length(text: string): number {
	let length = 0;
	for (const letter of text) {
		const point = letter.codePointAt(0) ?? 0;
		length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	}
	return length;
}

/** Lower case letter by letter, as Go has it: without İ becoming two characters, and without a final ς. */
export const lowerCase = (text: string): string =>
	Array.from(text, (letter) => (letter === "\u0130" ? "i" : letter.toLowerCase())).join("");
