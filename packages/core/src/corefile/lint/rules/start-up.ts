import { type CorefileEdits, removePlugin } from "../../edit.ts";
import { haveLinesAlone } from "../../source-line.ts";
import { startFaults } from "../../start-check.ts";
import type { ParsedPlugin, ParsedServerBlock } from "../../syntax-tree.ts";
import type { CorefileView } from "../corefile-view.ts";
import type { Rule, Sighting } from "../rule.ts";

type StartCode = "LDNS402" | "LDNS403" | "LDNS404" | "LDNS405";

const fixes: Readonly<Record<StartCode, string>> = {
	LDNS402: "delete the line, or serve the file with an engine that has the plugin (--engine coredns)",
	LDNS403: "delete the option, or name a newer engine (--engine-version)",
	LDNS404: "join the two into one, or move one to a server block of its own",
	LDNS405: "write what the message says that CoreDNS takes",
};

/** What checkStarts refuses, all of it and with its place. */
export const startUpRules: readonly Rule[] = (Object.keys(fixes) as StartCode[]).map((code) => ({
	code,
	*look(view: CorefileView): Generator<Sighting> {
		for (const { block } of view.blocks) {
			for (const fault of startFaults(block.plugins, block.keys, view.target)) {
				if (fault.code !== code) continue;
				const because = fault.reason === undefined ? "" : `; ${fault.reason}`;
				yield {
					at: fault.at.nameToken,
					message: fault.message + because,
					fix: fixes[code],
					edits: code === "LDNS404" ? withoutCopy(block, fault.at, view.source) : undefined,
				};
			}
		}
	},
}));

/** A repeated plugin that says the same again can go, unless a comment beside it says why it is there. */
function withoutCopy(block: ParsedServerBlock, plugin: ParsedPlugin, source: string): CorefileEdits {
	const first = block.plugins.find(({ name }) => name === plugin.name);
	const alone = haveLinesAlone(source, plugin.nameToken, plugin.tokens.at(-1) ?? plugin.nameToken);
	return alone && first !== undefined && words(first) === words(plugin)
		? removePlugin(source, plugin)
		: undefined;
}

const words = ({ tokens }: ParsedPlugin): string => JSON.stringify(tokens.map(({ text }) => text));
