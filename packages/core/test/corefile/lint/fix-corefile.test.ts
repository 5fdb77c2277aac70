import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixCorefile } from "../../../src/corefile/lint/fix-corefile.ts";
import { lintCorefile } from "../../../src/corefile/lint/lint-corefile.ts";
import type { LintOptions } from "../../../src/corefile/lint/result.ts";

const fixed = (text: string, options?: LintOptions): string => fixCorefile(text, options).text;

describe("a safe fix", () => {
	it.each([
		["gives log a class", ".:53 {\n\tlog # all\n}\n", ".:53 {\n\tlog . {\n\t\tclass error\n\t} # all\n}\n"],
		[
			"keeps the names of a log",
			".:53 {\n  log example.org\n}\n",
			".:53 {\n  log example.org {\n    class error\n  }\n}\n",
		],
		[
			"narrows the classes of a log",
			".:53 {\nlog {\nclass all  denial\n}\n}\n",
			".:53 {\nlog {\nclass error\n}\n}\n",
		],
		[
			"ends lines as the file does",
			".:53 {\r\n  log\r\n}\r\n",
			".:53 {\r\n  log . {\r\n    class error\r\n  }\r\n}\r\n",
		],
		[
			"takes out a copy",
			".:53 {\n  cache 30\n  # twice\n  cache  30\n}\n",
			".:53 {\n  cache 30\n  # twice\n}\n",
		],
		[
			"raises attempts",
			".:53 {\nforward . 10.43.0.10 {\nmax_connect_attempts 1\n}\n}\n",
			".:53 {\nforward . 10.43.0.10 {\nmax_connect_attempts 2\n}\n}\n",
		],
		[
			"enlarges a cache",
			'.:53 {\ncache {\nsuccess "100" 30\n}\n}\n',
			".:53 {\ncache {\nsuccess 9984 30\n}\n}\n",
		],
		["lowers a zone", "Example.ORG:53, b.example {\nwhoami\n}\n", "example.org:53, b.example {\nwhoami\n}\n"],
	])("%s", (_title, before, after) => {
		expect(fixed(before)).toBe(after);
	});

	it("sets bufsize where the path is known", () => {
		const block = (line: string) => `.:53 {\n    cache\n${line}    forward . 10.43.0.10\n}\n`;
		expect(fixed(block(""), { mtu: 1100 })).toBe(block("    bufsize 1072\n"));
		expect(fixed(block("    bufsize 1400\n"), { mtu: 1280 })).toBe(block("    bufsize 1232\n"));
		expect(fixed(block("    bufsize\n"), { mtu: 1100 })).toBe(block("    bufsize 1072\n"));
	});

	it.each([
		["that says something else", "cache 60"],
		["that has a comment beside it", "cache 30 # again"],
	])("is none for a second plugin %s", (_title, second) => {
		const text = `.:53 {\ncache 30\n${second}\n}\n`;
		expect(fixed(text)).toBe(text);
	});

	it("changes nothing that does not parse", () => {
		expect(fixCorefile(".:53 {\nlog\n")).toMatchObject({ text: ".:53 {\nlog\n", fixed: [] });
	});
});

const lines = [
	"log",
	"log example.org",
	"log {\nclass all success\n}",
	"errors",
	"errors",
	"cache 30",
	"cache {\nsuccess 300\ndenial 10 5\n}",
	"loop",
	"loop",
	"forward . 10.43.0.10",
	"forward . 10.43.0.10 {\n\tmax_connect_attempts 1\n}",
	"bufsize 4096",
	"bind 169.254.20.10",
	"# a comment",
	"",
	"prometheus :9253   # open",
];

const corefiles = fc
	.array(
		fc.record({
			key: fc.constantFrom(".:53", "Example.ORG", "b.example:53 C.example:53", '"D.example"', "{$ZONE}"),
			body: fc.array(fc.constantFrom(...lines), { maxLength: 8 }),
			indent: fc.constantFrom("", "    ", "\t"),
		}),
		{ minLength: 1, maxLength: 4 },
	)
	.map((blocks) =>
		blocks
			.map(({ key, body, indent }) => `${key} {\n${body.map((line) => `${indent}${line}\n`).join("")}}\n`)
			.join("\n"),
	)
	.chain((text) => fc.constantFrom(text, text.replaceAll("\n", "\r\n")));

describe("fixing any Corefile", () => {
	it("leaves no finding that has a fix, adds none, and is done after once", () => {
		fc.assert(
			fc.property(corefiles, fc.constantFrom(undefined, 1280), (text, mtu) => {
				const options = mtu === undefined ? {} : { mtu };
				const before = lintCorefile(text, options).findings;
				const { text: after, rest, fixed: done } = fixCorefile(text, options);
				expect(rest.findings.filter(({ edits }) => edits !== undefined)).toEqual([]);
				expect(fixCorefile(after, options).text).toBe(after);
				const count = (findings: typeof before, code: string) =>
					findings.filter((each) => each.code === code).length;
				for (const { code } of rest.findings) {
					expect(count(rest.findings, code)).toBeLessThanOrEqual(count(before, code));
				}
				if (done.length === 0) expect(after).toBe(text);
			}),
			{ seed: 7, numRuns: 300 },
		);
	});

	it("keeps every line that no finding with a fix touches", () => {
		fc.assert(
			fc.property(corefiles, (text) => {
				const first = lintCorefile(text).findings.flatMap(({ edits = [] }) => edits);
				const untouched = text
					.split("\n")
					.map((line, index, all) => ({
						line,
						start: all.slice(0, index).join("\n").length + (index > 0 ? 1 : 0),
					}))
					.filter(({ line, start }) =>
						first.every((edit) => edit.end < start || edit.start > start + line.length),
					)
					.map(({ line }) => line);
				const after = fixed(text).split("\n");
				let at = 0;
				for (const line of untouched) {
					at = after.indexOf(line, at) + 1;
					expect(at).toBeGreaterThan(0);
				}
			}),
			{ seed: 8, numRuns: 300 },
		);
	});

	it("never throws, whatever the text", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
				expect(() => fixCorefile(text, { mtu: 1280 })).not.toThrow();
			}),
			{ seed: 9, numRuns: 500 },
		);
	});
});
