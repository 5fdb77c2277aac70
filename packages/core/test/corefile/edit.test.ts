import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Plugin, plugin } from "../../src/corefile/ast.ts";
import {
	addOption,
	appendBlock,
	type CorefileEdits,
	insertPlugin,
	removeBlock,
	removePlugin,
	setArguments,
	setOption,
} from "../../src/corefile/edit.ts";
import { parseCorefile } from "../../src/corefile/parse.ts";
import type { ParsedCorefile, ParsedPlugin, ParsedServerBlock } from "../../src/corefile/syntax-tree.ts";
import { applyEdits } from "../../src/corefile/text-edit.ts";

function parse(text: string): ParsedCorefile {
	const result = parseCorefile(text, { knownDirectives: "any" });
	if (!result.ok) throw new Error(`${JSON.stringify(text)}: ${JSON.stringify(result.error)}`);
	return result.corefile;
}

type Edit = (
	source: string,
	plugin: ParsedPlugin,
	block: ParsedServerBlock,
	corefile: ParsedCorefile,
) => CorefileEdits;

/** The text after an edit of its last block's last plugin. */
function after(text: string, edit: Edit): string | undefined {
	const corefile = parse(text);
	const block = corefile.blocks.at(-1) as ParsedServerBlock;
	const edits = edit(text, block.plugins.at(-1) as ParsedPlugin, block, corefile);
	return edits && applyEdits(text, edits);
}

const success = plugin("success", [9984]);

describe("an edit of a Corefile keeps everything else", () => {
	it.each<[string, string, Edit, string]>([
		[
			"a number, the odd spacing and the comment beside it",
			". {\n\tcache\t30   A # why\n}\n",
			(source, cache) => setArguments(source, cache, ["60", "A"]),
			". {\n\tcache\t60   A # why\n}\n",
		],
		[
			"more arguments",
			". {\n  cache 30 # why\n}\n",
			(source, cache) => setArguments(source, cache, ["30", "a b"]),
			'. {\n  cache 30 "a b" # why\n}\n',
		],
		[
			"fewer arguments",
			". {\n  cache 30  A B {\n  }\n}\n",
			(source, cache) => setArguments(source, cache, ["30"]),
			". {\n  cache 30 {\n  }\n}\n",
		],
		[
			"a quoted argument with its neighbour glued to it",
			'. {\n  log "a"b\n}\n',
			(source, log) => setArguments(source, log, ["x", "b"]),
			". {\n  log x b\n}\n",
		],
		[
			"no argument, with a brace glued to its quote",
			'. {\n  log "a"{\n  }\n}\n',
			(source, log) => setArguments(source, log, []),
			". {\n  log {\n  }\n}\n",
		],
		[
			"an argument with a comment glued to it",
			". {\n  log a#b c\n}\n",
			(source, log) => setArguments(source, log, ["a b", "c"]),
			'. {\n  log "a b" c\n}\n',
		],
		[
			"an option that is there",
			". {\n  cache {\n    success 1 2\n  }\n}\n",
			(source, cache) => setOption(source, cache, "success", ["9984", "2"]),
			". {\n  cache {\n    success 9984 2\n  }\n}\n",
		],
		[
			"an option that is not, with the others' indentation and the file's line breaks",
			". {\r\n  cache {\r\n     denial 5 # why\r\n  }\r\n}\r\n",
			(source, cache) => setOption(source, cache, "success", ["9984"]),
			". {\r\n  cache {\r\n     denial 5 # why\r\n     success 9984\r\n  }\r\n}\r\n",
		],
		[
			"an option of a plugin without braces",
			". {\n\tcache 30 # why\n}\n",
			(source, cache) => addOption(source, cache, success),
			". {\n\tcache 30 {\n\t\tsuccess 9984\n\t} # why\n}\n",
		],
		[
			"an option of a plugin with a comment glued to its last word",
			". {\n  cache 30#why\n}\n",
			(source, cache) => addOption(source, cache, success),
			". {\n  cache 30#why {\n    success 9984\n  }\n}\n",
		],
		[
			"an option in empty braces on one line",
			". {\n    cache { }\n}\n",
			(source, cache) => addOption(source, cache, success),
			". {\n    cache {\n        success 9984\n    }\n}\n",
		],
		[
			"an option with options and a comment",
			". {\n    a {\n    }\n}\n",
			(source, a) => addOption(source, a, { ...plugin("b", [], [["c", 1]], ["why"]) }),
			". {\n    a {\n        # why\n        b {\n            c 1\n        }\n    }\n}\n",
		],
		[
			"a plugin taken out with its lines",
			". {\n    log\n    cache {\n        success 1\n    }\n}\n",
			removePlugin,
			". {\n    log\n}\n",
		],
		[
			"a plugin taken out, the comment beside it kept",
			". {\n    log # why\n}\n",
			removePlugin,
			". {\n     # why\n}\n",
		],
		[
			"an option taken out",
			". {\n    cache {\n        success 1\n        denial 2\n    }\n}\n",
			(source, cache) => removePlugin(source, cache.options[0] as ParsedPlugin),
			". {\n    cache {\n        denial 2\n    }\n}\n",
		],
		[
			"a plugin before another",
			". {\n  # about log\n  log\n}\n",
			(source, log, block) => insertPlugin(source, block, plugin("errors"), log),
			". {\n  # about log\n  errors\n  log\n}\n",
		],
		[
			"a plugin before another that shares its line",
			". { log\n}\n",
			(source, log, block) => insertPlugin(source, block, plugin("errors"), log),
			". { errors\n    log\n}\n",
		],
		[
			"a plugin at the end of a block",
			". {\n   log\n # end\n}",
			(source, _, block) => insertPlugin(source, block, plugin("errors")),
			". {\n   log\n # end\n   errors\n}",
		],
		[
			"a plugin at the end of a file without braces",
			".\nlog # why",
			(source, _, block) => insertPlugin(source, block, plugin("errors")),
			".\nlog # why\nerrors",
		],
		[
			"a server block at the end",
			". {\r\n  log\r\n}",
			(source, _plugin, _block, corefile) =>
				appendBlock(source, corefile, { comments: [], keys: ["a"], plugins: [plugin("log")] }),
			". {\r\n  log\r\n}\r\na {\r\n    log\r\n}\r\n",
		],
		[
			"a server block taken out",
			"a {\n  log\n}\n# b\nb {\n  log\n}\n",
			(source, _, block) => removeBlock(source, block),
			"a {\n  log\n}\n# b\n",
		],
	])("%s", (_, text, edit, expected) => {
		expect(after(text, edit)).toBe(expected);
	});

	it.each<[string, string, Edit]>([
		["behind a quote that is never closed", '.\nlog "open', (source, log) => addOption(source, log, success)],
		["arguments behind one", '.\nlog "open', (source, log) => setArguments(source, log, ["open", "x"])],
		[
			"a block after one that is open",
			".\nlog\n",
			(source, _plugin, _block, corefile) =>
				appendBlock(source, corefile, { comments: [], keys: ["a"], plugins: [] }),
		],
	])("there is no room for %s", (_, text, edit) => {
		expect(after(text, edit)).toBeUndefined();
	});

	it("refuses words that no Corefile holds", () => {
		expect(() => after(". {\n log x\n}\n", (source, log) => setArguments(source, log, ["{"]))).toThrow(
			expect.objectContaining({ code: "LDNS406" }),
		);
	});
});

describe("whatever the text looks like, the edited one parses to the edited model", () => {
	const word = fc.constantFrom("a", '"b c"', '"x"', "1#h", '""', "é", '"q#"', "2");
	const gap = fc.constantFrom(" ", "  ", "\t", "\u00a0");
	const end = fc.constantFrom("\n", "\r\n", " # c\n", "\n\n", "\n  # c\n");
	const line = fc
		.tuple(fc.constantFrom("log", "cache", '"hosts"', "x#y"), fc.array(fc.tuple(gap, word), { maxLength: 3 }))
		.map(([name, args]) => name + args.flat().join(""));
	const option = fc.tuple(gap, line, end).map((parts) => parts.join(""));
	const directive = fc
		.tuple(gap, line, fc.option(fc.tuple(end, fc.array(option, { maxLength: 2 }), gap)), end)
		.map(([before, head, body, after]) =>
			body === null
				? before + head + after
				: `${before}${head} {${body[0]}${body[1].join("")}${body[2]}}${after}`,
		);
	const text = fc
		.tuple(end, fc.array(directive, { minLength: 1, maxLength: 3 }))
		.map(([first, body]) => `. {${first}${body.join("")}}\n`);

	const bare = ({ name, args, options }: Plugin): Plugin => ({
		comments: [],
		name,
		args,
		options: options.map(bare),
	});
	const model = (source: string): Plugin[] =>
		parse(source).blocks.flatMap(({ plugins }) => plugins.map(bare));

	it.each<[string, Edit, (plugins: Plugin[]) => Plugin[]]>([
		[
			"arguments set",
			(source, it) => setArguments(source, it, ["n w", "v"]),
			last((it) => ({ ...it, args: ["n w", "v"] })),
		],
		[
			"one argument set",
			(source, it) => setArguments(source, it, ["v"]),
			last((it) => ({ ...it, args: ["v"] })),
		],
		[
			"arguments taken away",
			(source, it) => setArguments(source, it, []),
			last((it) => ({ ...it, args: [] })),
		],
		[
			"an option added",
			(source, it) => addOption(source, it, success),
			last((it) => ({ ...it, options: [...it.options, success] })),
		],
		["a plugin removed", removePlugin, (all) => all.slice(0, -1)],
		[
			"a plugin put before",
			(source, it, block) => insertPlugin(source, block, success, it),
			(all) => all.toSpliced(-1, 0, success),
		],
		[
			"a plugin appended",
			(source, _, block) => insertPlugin(source, block, success),
			(all) => [...all, success],
		],
	])("%s", (_, edit, change) => {
		fc.assert(
			fc.property(text, (source) => {
				const edited = after(source, edit);
				expect(edited).toBeDefined();
				expect(model(edited as string)).toEqual(change(model(source)));
			}),
			{ numRuns: 1_000, seed: 3 },
		);
	});
});

function last(change: (plugin: Plugin) => Plugin): (plugins: Plugin[]) => Plugin[] {
	return (plugins) => plugins.map((each, index) => (index === plugins.length - 1 ? change(each) : each));
}
