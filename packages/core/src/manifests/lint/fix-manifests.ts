import { LineCounter } from "yaml";
import { fixCorefile } from "../../corefile/lint/fix-corefile.ts";
import type { Finding, LintOptions, LintResult } from "../../corefile/lint/result.ts";
import { corefilesIn, type LiteralLines } from "./corefile-in-manifest.ts";
import { engineOf, imagesOf } from "./engine-of-manifest.ts";
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
	const counter = new LineCounter();
	const read = manifestObjects(text, counter);
	const objects = read.ok ? read.objects : [];
	const written = text.split("\n");
	const fixed: Finding[] = [];
	const pieces: (readonly string[])[] = [];
	const images = imagesOf(objects);
	let copied = 0;
	for (const { configMap, text: corefile, lines } of corefilesIn(objects, text, counter)) {
		if (lines === undefined) continue;
		const file = options.file ?? "manifest.yaml";
		const result = fixCorefile(corefile, {
			...options,
			...engineOf(corefile, images.get(configMap), options),
			file,
		});
		if (result.fixed.length === 0) continue;
		const changed = changedLines(written, lines, corefile.split("\n"), result.text.split("\n"));
		pieces.push(written.slice(copied, changed.start), changed.lines);
		copied = changed.end;
		const { first, indent } = lines;
		fixed.push(
			...result.fixed.map((each) => ({ ...each, line: each.line + first, column: each.column + indent })),
		);
	}
	const now = [...pieces, written.slice(copied)].flat().join("\n");
	return { text: now, fixed, rest: lintManifests(now, options) };
}

/** What comes in the place of the lines from the first to the last that differ. */
function changedLines(
	all: readonly string[],
	{ first, indent }: LiteralLines,
	before: readonly string[],
	after: readonly string[],
): { readonly start: number; readonly end: number; readonly lines: readonly string[] } {
	const shorter = Math.min(before.length, after.length);
	let head = 0;
	while (head < shorter && before[head] === after[head]) head += 1;
	let tail = 0;
	while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
	const end = all[first]?.endsWith("\r") === true ? "\r" : "";
	const lines = after
		.slice(head, after.length - tail)
		.map((line) => (line === "" ? end : `${" ".repeat(indent)}${line}${end}`));
	return { start: first + head, end: first + before.length - tail, lines };
}
