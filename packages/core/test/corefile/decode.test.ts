import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeCorefile } from "../../src/corefile/decode.ts";

it("decodes well-formed UTF-8 like every decoder, the byte order mark kept", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme" }), (text) => {
			expect(decodeCorefile(new TextEncoder().encode(text))).toBe(text);
		}),
		{ seed: 1 },
	);
	expect(decodeCorefile(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
});

it.each([
	[[0xff], 1],
	[[0xe2, 0x82], 2],
	[[0xf0, 0x9f, 0x98], 3],
	[[0xc0, 0x80], 2],
	[[0xed, 0xa0, 0x80], 3],
	[[0xf4, 0x90, 0x80, 0x80], 4],
	[[0xf5, 0x80], 2],
])("makes of the bytes %j one replacement character each, as Go does", (bytes, count) => {
	expect(decodeCorefile(Uint8Array.from([0x61, ...bytes, 0x62]))).toBe(`a${"\ufffd".repeat(count)}b`);
});

it("takes texts longer than one stretch of its buffer", () => {
	const text = "äöü😀".repeat(5_000);
	expect(decodeCorefile(new TextEncoder().encode(text))).toBe(text);
});
