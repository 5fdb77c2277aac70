/** Go's unicode.IsSpace, by code point. */
const spaces = new Set([
	9,
	10,
	11,
	12,
	13,
	32,
	0x85,
	0xa0,
	0x1680,
	0x2028,
	0x2029,
	0x202f,
	0x205f,
	0x3000,
	...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
]);

export interface Token {
	text: string;
	line: number;
}

/**
 * The lexer of coredns/caddy (caddyfile/lexer.go), rune by rune, as the judge of what the printer
 * writes. It shares no code with the printer.
 */
export function lexCaddyfile(input: string): Token[] {
	const runes = [...input];
	if (runes[0] === "\ufeff") runes.shift();
	const tokens: Token[] = [];
	let value: string[] = [];
	let started = 1;
	let line = 1;
	let comment = false;
	let quoted = false;
	let escaped = false;
	const end = () => {
		tokens.push({ text: value.join(""), line: started });
		value = [];
		comment = false;
		quoted = false;
		escaped = false;
	};
	for (const rune of runes) {
		if (quoted) {
			if (!escaped && rune === "\\") {
				escaped = true;
				continue;
			}
			if (!escaped && rune === '"') {
				end();
				continue;
			}
			if (rune === "\n") line += 1;
			if (escaped && rune !== '"') value.push("\\");
			value.push(rune);
			escaped = false;
			continue;
		}
		if (spaces.has(rune.codePointAt(0) as number)) {
			if (rune === "\r") continue;
			if (rune === "\n") {
				line += 1;
				comment = false;
			}
			if (value.length > 0) end();
			continue;
		}
		if (rune === "#") comment = true;
		if (comment) continue;
		if (value.length === 0) {
			started = line;
			if (rune === '"') {
				quoted = true;
				continue;
			}
		}
		value.push(rune);
	}
	if (value.length > 0) end();
	return tokens;
}
