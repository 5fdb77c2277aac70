import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCorefile } from "../../src/corefile/decode.ts";
import { filesInMemory, importsFrom } from "../../src/corefile/import-files.ts";
import { parseCorefile } from "../../src/corefile/parse.ts";
import type { ParseOptions } from "../../src/corefile/parse-options.ts";
import { printCorefile } from "../../src/corefile/print.ts";
import type { ParsedCorefile, ParsedPlugin } from "../../src/corefile/syntax-tree.ts";

function accepted(text: string, options?: ParseOptions): ParsedCorefile {
	const result = parseCorefile(text, options);
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.corefile;
}

const plain = ({ name, args, options }: ParsedPlugin): unknown =>
	options.length === 0 ? [name, ...args] : [name, ...args, options.map(plain)];
const outline = (text: string, options?: ParseOptions): unknown =>
	accepted(text, options).blocks.map(({ keys, plugins }) => [keys, plugins.map(plain)]);

describe("a parsed Corefile", () => {
	it("is a tree of server blocks, plugins and options with their comments and places", () => {
		const text =
			"# names\n.:53 {\n    # few\n    cache 30 { # beside\n        # much\n        success 9984 30\n    }\n    log\n}\n";
		const [block] = accepted(text).blocks;
		expect(block).toMatchObject({
			comments: ["names"],
			keys: [".:53"],
			open: { line: 2, column: 6 },
			close: { line: 9, column: 1 },
			plugins: [
				{
					comments: ["few"],
					name: "cache",
					args: ["30"],
					nameToken: { line: 4, column: 5 },
					options: [
						{ comments: ["much"], name: "success", args: ["9984", "30"], argTokens: [{}, { column: 22 }] },
					],
				},
				{ comments: [], name: "log", options: [] },
			],
		});
		const [cache] = block?.plugins ?? [];
		expect(cache?.tokens.map(({ text }) => text)).toEqual(["cache", "30", "{", "success", "9984", "30", "}"]);
		expect(cache?.options[0]?.tokens.map(({ text }) => text)).toEqual(["success", "9984", "30"]);
		for (const { text: word, start, end } of cache?.tokens ?? []) expect(text.slice(start, end)).toBe(word);
	});

	it("leaves references and imports as written unless told how to fill them in", () => {
		const text =
			".:{$PORT} {\n    forward . {$UP}\n    import custom/*.override\n    cache {\n        import {$MORE}\n    }\n}\nimport custom/*.server\n";
		expect(outline(text)).toEqual([
			[
				[".:{$PORT}"],
				[
					["forward", ".", "{$UP}"],
					["import", "custom/*.override"],
					["cache", [["import", "{$MORE}"]]],
				],
			],
		]);
		expect(accepted(text).imports).toMatchObject([
			{ keyword: { line: 8 }, pattern: { text: "custom/*.server" } },
		]);
	});

	it("has what imports and the environment bring in their place", () => {
		const options: ParseOptions = {
			file: "/etc/coredns/Corefile",
			environment: (name) => (name === "UP" ? "192.0.2.1" : undefined),
			readImport: importsFrom(filesInMemory({ "/etc/coredns/custom/a.override": "forward . {$UP}" })),
		};
		const text = "{$GONE} {\n    log\n}\n. {\n    import custom/*\n}\n";
		expect(outline(text, options)).toEqual([[["."], [["forward", ".", "192.0.2.1"]]]]);
		expect(parseCorefile(text, options)).toMatchObject({
			warnings: [{ code: "LDNS419", line: 1, column: 1 }],
		});
		const [block] = accepted(text, options).blocks;
		expect(block?.plugins[0]?.nameToken).toMatchObject({ file: "/etc/coredns/custom/a.override", line: 1 });
	});

	it("has a snippet's words wherever it is imported", () => {
		const text =
			"(both) {\n    log\n    errors\n}\na {\n    import both\n}\nb {\n    import both\n    whoami\n}\n";
		expect(outline(text)).toEqual([
			[["a"], [["log"], ["errors"]]],
			[["b"], [["log"], ["errors"], ["whoami"]]],
		]);
	});

	it("stays the same when printed and parsed again", () => {
		const text =
			'a.example, b.example {\n  # why\n  errors {\n consolidate 30s ".* i/o timeout$"\n }\n log . "{remote} \\"x\\""\n}\n. {\n}\n';
		const first = accepted(text);
		const printed = printCorefile(first);
		expect(outline(printed)).toEqual(outline(text));
		expect(printCorefile(accepted(printed))).toBe(printed);
	});
});

describe("a refused Corefile", () => {
	it.each([
		["(s)\nlog\n", "LDNS410", 2, 1, "log"],
		[". {\n    log\n", "LDNS411", 2, 5, "log"],
		[". {\n    forwrad .\n}\n", "LDNS412", 2, 5, "forwrad"],
		["a, {\n}\n", "LDNS413", 1, 4, "{"],
		[". { log }\n", "LDNS414", 1, 9, "}"],
		[". {\n  import\n}\n", "LDNS415", 2, 3, "import"],
		["(s) {\n}\n(s) {\n}\n", "LDNS417", 3, 5, "{"],
		["(s) {\n  import s\n}\n", "LDNS418", 2, 3, "import"],
	])("%j is refused with %s on line %i, column %i at %s", (source, code, line, column, text) => {
		const result = parseCorefile(source);
		expect(result).toMatchObject({ ok: false, error: { code, line, column, text, file: "Corefile" } });
	});

	it("names the file that an import came from, and what could not be imported", () => {
		const readImport = importsFrom(filesInMemory({ "/x/a": "\n nope" }));
		const options = { file: "/x/Corefile", readImport };
		expect(parseCorefile(". {\n import a\n}\n", options)).toMatchObject({
			error: { code: "LDNS412", file: "/x/a", line: 2 },
		});
		expect(parseCorefile(". {\n import b\n}\n", options)).toMatchObject({
			error: { code: "LDNS416", file: "/x/Corefile", line: 2, text: "b" },
		});
	});

	it.each(["any", ["mine"]] as const)("is accepted where its plugins are known: %j", (knownDirectives) => {
		expect(parseCorefile(". {\n mine\n}\n", { knownDirectives }).ok).toBe(true);
	});
});

describe("bad input", () => {
	it("of any bytes gives a result or an error with a place, never an exception", () => {
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 200 }),
			fc
				.array(
					fc.constantFrom(
						"{",
						"}",
						"\n",
						" ",
						"a",
						"log",
						"import",
						"(s)",
						'"',
						"\\",
						"#",
						",",
						"{$A}",
						"{%",
						"\r",
					),
					{ maxLength: 40 },
				)
				.map((parts) => new TextEncoder().encode(parts.join(" "))),
		);
		fc.assert(
			fc.property(bytes, fc.boolean(), (body, filled) => {
				const result = parseCorefile(decodeCorefile(body), {
					knownDirectives: "any",
					...(filled ? { environment: () => "{$A} }" } : {}),
				});
				if (!result.ok) expect(result.error.line * result.error.column).toBeGreaterThan(0);
			}),
			{ numRuns: 5_000, seed: 2 },
		);
	});

	const block = (lines: number): string =>
		`. {\n${"    forward . 192.0.2.1 {\n        max_fails 2\n    }\n".repeat(lines / 3)}}\n`;
	const circle =
		"(a) {\n    import b\n    import b\n}\n(b) {\n    import a\n    import a\n}\n. {\n    import a\n}\n";
	it.each([
		["a line of 1 MiB", `. {\n    log ${"word ".repeat(200_000)}\n}\n`],
		["a word of 1 MiB", `. {\n    log ${"x".repeat(2 ** 20)}\n}\n`],
		["a quote of 1 MiB", `. {\n    log "${'\\"\n'.repeat(2 ** 18)}"\n}\n`],
		["a comment of 1 MiB", `# ${"#".repeat(2 ** 20)}\n. {\n}\n`],
		["a million comments", `${"#\n".repeat(2 ** 19)}. {\n}\n`],
		["a hundred thousand keys", `${"a, ".repeat(100_000)} b {\n}\n`],
		["a hundred thousand braces", `. {\nlog ${"{\n".repeat(100_000)}${"}\n".repeat(100_000)}}\n`],
		["references that never close", `. {\n    log ${"{$".repeat(2 ** 19)}\n}\n`],
		["snippets that import each other", circle],
		["ten thousand lines", block(10_002)],
	])("of %s takes no longer than its length asks for", (_, text) => {
		const began = performance.now();
		parseCorefile(text, { environment: () => "" });
		expect(performance.now() - began).toBeLessThan(3_000);
	});

	it("that grows by imports stops at a million words", { timeout: 20_000 }, () => {
		const snippet = `(big) {\n${"    log\n".repeat(20_000)}}\n. {\n${"    import big\n".repeat(9_000)}}\n`;
		expect(parseCorefile(snippet)).toMatchObject({ error: { code: "LDNS418" } });
	});
});
