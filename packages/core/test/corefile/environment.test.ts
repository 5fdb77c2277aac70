import { describe, expect, it } from "vitest";
import { EnvironmentFiller } from "../../src/corefile/environment.ts";

const values: Record<string, string> = {
	A: "a",
	B: "b c",
	REF: "{$A}",
	SELF: "x{$SELF}",
	TWICE: "{$TWICE}{$TWICE}",
};
const fill = (text: string): string | undefined => new EnvironmentFiller((name) => values[name]).fill(text);

describe("references to the environment", () => {
	it.each([
		["{$A}", "a"],
		["{%A%}", "a"],
		["x{$A}y{%B%}z{$GONE}", "xayb cz"],
		["{$A", "{$A"],
		["{$}{$A}", "{$}{$A}"],
		["{$A}{$}{$A}", "a{$}a"],
		["{$REF}", "a"],
		["{%REF%}", "a"],
		["{{$GONE}$A}", "a"],
		["{$A}{$x{$A}", "a{$xa"],
	])("%s becomes %s", (text, expected) => {
		expect(fill(text)).toBe(expected);
	});

	it.each(["{$SELF}", "{$TWICE}"])("%s, which never ends, is given up", (text) => {
		expect(fill(text)).toBeUndefined();
	});

	it("are filled in in linear time however many there are", () => {
		const many = "{$A}".repeat(100_000);
		expect(fill(many)).toBe("a".repeat(100_000));
		// Each of another name, none closed by itself, one inside the other.
		const nested = Array.from({ length: 50_000 }, (_, index) => `{$n${index}`).join("") + "}".repeat(50_000);
		const began = performance.now();
		fill(nested);
		expect(performance.now() - began).toBeLessThan(2_000);
	});
});
