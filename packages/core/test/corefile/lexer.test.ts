import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGoSpace } from "../../src/corefile/go-space.ts";
import { lexCorefile } from "../../src/corefile/lexer.ts";

const words = (source: string): string[] => lexCorefile(source, "Corefile").map(({ text }) => text);

/** Any text, with what means something to the lexer met often. */
const source = fc.string({
	unit: fc.oneof(
		fc.constantFrom(...' \n\r\t"\\#{},a😀\u00a0\u0085\ufeff'),
		fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
	),
	maxLength: 60,
});

describe("the lexer", () => {
	// packages/lab/test/oracle holds it against CoreDNS'; here stands what it adds, and what a reader may look up.
	it.each([
		['a "b c" d', ["a", "b c", "d"]],
		['"a"b', ["a", "b"]],
		['a"b c"', ['a"b', 'c"']],
		['"a \\"b\\" \\n \\\\"', ['a "b" \\n \\\\']],
		['"" x', ["", "x"]],
		['"', []],
		['"open to the end\n', ["open to the end\n"]],
		["log#x y", ["log", "y"]],
		["log #x y", ["log"]],
		["lo\rg\r\n", ["log"]],
		["a\u00a0b\u0085c\u200bd", ["a", "b", "c\u200bd"]],
		["\ufeffa \ufeffb", ["a", "\ufeffb"]],
	])("takes %j apart into %j", (text, expected) => {
		expect(words(text)).toEqual(expected);
	});

	it("counts lines and characters, not UTF-16 units", () => {
		const tokens = lexCorefile('\ufeff😀 b\n\t"c\n😀" d', "Corefile");
		expect(tokens.map(({ text, line, column }) => [text, line, column])).toEqual([
			["😀", 1, 1],
			["b", 1, 3],
			["c\n😀", 2, 2],
			["d", 3, 4],
		]);
	});

	it("keeps the comments that have a line of their own with the word below them", () => {
		const tokens = lexCorefile("# one\n  #two\na # beside\n#  three\nb", "Corefile");
		expect(tokens.map(({ comments }) => comments)).toEqual([["one", "two"], [" three"]]);
	});

	it("gives spans that hold every character but spaces and comments", () => {
		fc.assert(
			fc.property(source, (text) => {
				let at = text.startsWith("\ufeff") ? 1 : 0;
				for (const token of lexCorefile(text, "Corefile")) {
					expect(token.start).toBeGreaterThanOrEqual(at);
					expect(token.end).toBeGreaterThan(token.start);
					expectTrivia(text.slice(at, token.start));
					// The spelling alone gives the word again.
					const again = words(text.slice(token.start, token.end));
					if (!text.slice(token.start, token.end).startsWith("\ufeff")) expect(again).toEqual([token.text]);
					at = token.end;
				}
				expectTrivia(text.slice(at));
			}),
			{ numRuns: 5_000, seed: 1 },
		);
	});
});

/** Spaces, comments, and a quote at the very end that opens nothing. */
function expectTrivia(text: string): void {
	let comment = false;
	for (const [index, character] of [...text].entries()) {
		if (character === "\n") comment = false;
		else if (character === "#") comment = true;
		else if (!comment && character !== '"' && character !== "\\") {
			expect(isGoSpace(character.charCodeAt(0)) || index === 0, JSON.stringify(text)).toBe(true);
		}
	}
}
