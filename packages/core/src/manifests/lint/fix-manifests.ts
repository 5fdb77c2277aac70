import { LineCounter } from "yaml";
import { fixCorefile } from "../../corefile/lint/fix-corefile.ts";
import type { Finding, LintOptions, LintResult } from "../../corefile/lint/result.ts";
import { corefilesIn, type LiteralLines } from "./corefile-in-manifest.ts";
import { engineOf } from "./engine-of-manifest.ts";
import { lintManifests } from "./lint-manifests.ts";
import { manifestObjects } from "./manifest-nodes.ts";

/**
 * Makes the safe fixes in the Corefiles that stand in literal blocks (`Corefile: |`). Every line that no fix touches
 * stays byte for byte; Corefiles in quotes, flags and the rest of the objects are left alone.
 *
 * @throws LocaldnsError LDNS401 as lintManifests
 */
export function fixManifests(
	text: string,
	options: LintOptions = {},
): { text: string; fixed: readonly Finding[]; rest: LintResult } {
	const read = manifestObjects(text, new LineCounter());
	const objects = read.ok ? read.objects : [];
	const fixed: Finding[] = [];
	let now = text.split("\n");
	// From the last to the first, so that places of what is still to come do not move.
	for (const { configMap, text: corefile, lines } of objects
		.flatMap((each) => corefilesIn(each, text))
		.reverse()) {
		if (lines === undefined) continue;
		const file = options.file ?? "manifest.yaml";
		const result = fixCorefile(corefile, {
			...options,
			...engineOf(configMap, corefile, objects, options),
			file,
		});
		if (result.fixed.length === 0) continue;
		now = withLines(now, lines, corefile.split("\n"), result.text.split("\n"));
		const { first, indent } = lines;
		fixed.unshift(
			...result.fixed.map((each) => ({ ...each, line: each.line + first, column: each.column + indent })),
		);
	}
	const after = now.join("\n");
	return { text: after, fixed, rest: lintManifests(after, options) };
}

/** Replaces the lines between the first and the last that differ. */
function withLines(
	all: readonly string[],
	{ first, indent }: LiteralLines,
	before: readonly string[],
	after: readonly string[],
): string[] {
	const shorter = Math.min(before.length, after.length);
	let head = 0;
	while (head < shorter && before[head] === after[head]) head += 1;
	let tail = 0;
	while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
	const end = all[first]?.endsWith("\r") === true ? "\r" : "";
	const lines = after
		.slice(head, after.length - tail)
		.map((line) => (line === "" ? end : `${" ".repeat(indent)}${line}${end}`));
	return [...all.slice(0, first + head), ...lines, ...all.slice(first + before.length - tail)];
}
