import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";

const head = "apiVersion: localdns.dev/v1alpha1\nkind: Config\n";

const problemOf = (text: string): string => {
	const parsed = parseConfig(text, "f");
	if (parsed.ok) throw new Error("it was accepted");
	return parsed.error.message;
};

const good = `${head}profile: resilient
engine: node-cache
clusterDns: [10.43.0.10, "fd00:43::a"]
stubDomains:
  - zone: corp.example
    upstreams: [192.0.2.53]
images: { registry: r.example, pullSecrets: [a] }
tolerations: [{ operator: Exists }]
`;

describe("a configuration that is none", () => {
	it.each([
		["an alias without its anchor", `${head}namespace: *gone\n`, "no YAML"],
		[
			"aliases that multiply",
			`a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
				.split("")
				.map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[index]}`).join()}]`)
				.join("\n")}\n`,
			"alias",
		],
		[
			"a key that stands twice",
			`${head}profile: article\nprofile: upstream\n`,
			'"profile" stands twice, again at line 4, column 1',
		],
		[
			"a key that stands twice within another",
			`${head}images: {cache: a, cache: b}\n`,
			'"cache" stands twice',
		],
		["two documents", `${head}---\n${head}`, "line 3"],
		["a tab", `${head}images:\n\tcache: a\n`, "line 4"],
		["an empty file", "", "apiVersion"],
		["comments only", "# nothing\n", "apiVersion"],
		["a number", "12", "the document"],
		["a nest of brackets", `${head}tolerations: ${"[".repeat(100_000)}`, "nested deeper"],
		["a nest of lists", `${"- ".repeat(60_000)}x`, "nested deeper"],
		[
			"a nest of maps",
			Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
			"nested deeper",
		],
		["a very long line", `${head}namespace: ${"x".repeat(200_000)}\n`, "namespace: read"],
		["a very long file", "x".repeat(2_000_000), "2000000 characters"],
	])("with %s is refused", (_, text, expected) => {
		const message = problemOf(text);
		expect(message).toContain(expected);
		expect(message.length).toBeLessThan(1000);
	});

	it("with as many keys as fit is refused", () => {
		const message = problemOf(
			Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`)
				.join("\n")
				.slice(0, 262_000),
		);
		expect(message).toContain("apiVersion");
	});

	it.each(["\uFEFF", ""])(
		"may begin with a byte order mark and end its lines as Windows does: %j",
		(mark) => {
			expect(parseConfig(`${mark}${good.replaceAll("\n", "\r\n")}`, "f").ok).toBe(true);
		},
	);

	it("never throws, whatever the text", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
				parseConfig(text, "f");
				parseConfig(head + text, "f");
			}),
			{ numRuns: 2000, seed: 7 },
		);
	});

	it("never throws when a good one is cut, doubled or spoiled", () => {
		const noise = fc.constantFrom(
			"&a ",
			"*a",
			"!!set ",
			"{",
			"}",
			"[",
			"]",
			": ",
			"- ",
			"\t",
			"\n",
			"|",
			">",
			'"',
			"<<: ",
			"? ",
			"%",
			"@",
			"~",
		);
		fc.assert(
			fc.property(fc.nat(good.length), fc.nat(20), fc.array(noise, { maxLength: 6 }), (at, cut, pieces) => {
				parseConfig(good.slice(0, at) + pieces.join("") + good.slice(at + cut), "f");
			}),
			{ numRuns: 5000, seed: 7 },
		);
	});
});
