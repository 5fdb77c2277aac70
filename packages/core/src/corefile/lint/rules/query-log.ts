import { plugin } from "../../ast.ts";
import { addOption, type CorefileEdits, setArguments } from "../../edit.ts";
import type { ParsedPlugin } from "../../syntax-tree.ts";
import { optionsOf, pluginsOf } from "../corefile-view.ts";
import { blockRule } from "../rule.ts";

/** A line for each answer, errors or not. */
export const logsEverything = blockRule("LDNS441", function* ({ block }, { source }) {
	for (const log of pluginsOf(block, "log")) {
		const classes = optionsOf(log, "class").flatMap(({ args }) => args);
		if (classes.length > 0 && !classes.some((each) => each === "all" || each === "success")) continue;
		yield {
			at: log.nameToken,
			message: "every question becomes a line of output, which costs more than answering it from the cache",
			edits: onlyErrors(source, log),
		};
	}
});

function onlyErrors(source: string, log: ParsedPlugin): CorefileEdits {
	const classes = optionsOf(log, "class");
	if (classes.length > 0) return classes.flatMap((each) => setArguments(source, each, ["error"]) ?? []);
	// With the zone in front, as CoreDNS' own documents write it.
	const name = log.args.length === 0 ? setArguments(source, log, ["."]) : [];
	const option = addOption(source, log, plugin("class", ["error"]));
	return name === undefined || option === undefined ? undefined : [...name, ...option];
}
