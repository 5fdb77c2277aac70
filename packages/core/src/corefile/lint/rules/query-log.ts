import type { ParsedPlugin } from "../../syntax-tree.ts";
import type { TextEdit } from "../../text-edit.ts";
import { optionsOf, pluginsOf } from "../corefile-view.ts";
import { openBlock, replaceToken } from "../line-edits.ts";
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

function onlyErrors(source: string, log: ParsedPlugin): readonly TextEdit[] | undefined {
	if (log.options.length === 0) {
		// With an empty block there is no telling where a line may go.
		if (log.tokens.length > log.args.length + 1) return undefined;
		return openBlock(source, log, log.args.length === 0 ? " ." : "", "class error");
	}
	return optionsOf(log, "class").flatMap(({ argTokens }) =>
		argTokens.flatMap((token, index) => {
			if (index === 0) return [replaceToken(token, "error")];
			const before = argTokens[index - 1];
			return before === undefined ? [] : [{ start: before.end, end: token.end, text: "" }];
		}),
	);
}
