import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lexCorefile } from "../../src/corefile/lexer.ts";
import { writeKey, writeToken } from "../../src/corefile/token-text.ts";
import { LocaldnsError } from "../../src/errors.ts";

const read = (text: string): string[] => lexCorefile(text, "Corefile").map((token) => token.text);

describe("a token of a Corefile", () => {
	it.each([
		["cluster.local:53", "cluster.local:53"],
		["{$NODE_IP}:9253", "{$NODE_IP}:9253"],
		['say"so"', 'say"so"'],
		["", '""'],
		[".* i/o timeout$", '".* i/o timeout$"'],
		["a#b", '"a#b"'],
		['"quoted"', '"\\"quoted\\""'],
		["no\u00a0break", '"no\u00a0break"'],
		["\\d+ lost", '"\\d+ lost"'],
	])("writes %j as %s", (text, written) => {
		expect(writeToken(text)).toBe(written);
		expect(read(written)).toEqual([text]);
	});

	it.each(["{", "}", "a b\\", 'a \\"b'])("refuses %j, which has no spelling", (text) => {
		expect(() => writeToken(text)).toThrow(expect.objectContaining({ code: "LDNS406" }));
	});

	it("refuses a key that ends with a comma, which would be a separator", () => {
		expect(() => writeKey("example.org,")).toThrow(LocaldnsError);
		expect(writeToken("example.org,")).toBe("example.org,");
	});

	it("is read back unchanged by the lexer, which agrees with CoreDNS', or refused", () => {
		const letters = fc.constantFrom(
			"a",
			".",
			'"',
			"\\",
			"#",
			" ",
			"\n",
			"\r",
			"\t",
			"{",
			"}",
			"\u0085",
			"\ufeff",
			",",
		);
		fc.assert(
			fc.property(fc.string({ unit: letters, maxLength: 8 }), (text) => {
				let written: string;
				try {
					written = writeToken(text);
				} catch (error) {
					expect(error).toMatchObject({ code: "LDNS406" });
					return;
				}
				expect(read(`${written} next`)).toEqual([text, "next"]);
			}),
			{ numRuns: 5_000, seed: 4 },
		);
	});

	it("refuses only what no spelling yields", () => {
		const letters = fc.constantFrom("a", '"', "\\", " ");
		fc.assert(
			fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 6 }), (written) => {
				const tokens = read(written);
				if (tokens.length !== 1) return;
				expect(read(writeToken(tokens[0] as string))).toEqual(tokens);
			}),
			{
				numRuns: 3_000,
				seed: 5,
				// An unterminated quote runs to the end of the file; a token in mid-file cannot be read that way.
				examples: [["a\\"], ['"a b"']],
			},
		);
	});
});
