import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable } from "../../src/presentation/printable.ts";

describe("printable", () => {
	it("replaces what could steer a terminal, at every depth, keys and numbers untouched", () => {
		expect(printable({ a: ["ok", "\u001b[2J"], b: { c: "\u202eevil", d: 7, e: null } })).toEqual({
			a: ["ok", "\ufffd[2J"],
			b: { c: "\ufffdevil", d: 7, e: null },
		});
	});

	it("leaves no control character in any string", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				expect(printable(text)).not.toMatch(/\p{Cc}/u);
			}),
		);
	});
});
