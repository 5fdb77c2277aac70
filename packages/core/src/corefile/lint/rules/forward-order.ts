import { type ForwardView, optionsOf } from "../corefile-view.ts";
import { blockRule } from "../rule.ts";
import { holds } from "../server-key.ts";

/**
 * Several `forward` of one block are asked in the order of the text, and the first one whose zone holds the name keeps
 * it (plugin/forward/forward.go, ServeDNS).
 */
export const shadowedForward = blockRule("LDNS430", function* ({ forwards }) {
	for (const [index, { plugin, from }] of forwards.entries()) {
		const wider = forwards.slice(0, index).find((other) => swallows(other, from));
		if (wider === undefined) continue;
		const { line } = wider.plugin.nameToken;
		yield {
			at: plugin.argTokens[0] ?? plugin.nameToken,
			message: `forward ${from} is never asked: forward ${wider.from} on line ${line} takes its names first`,
			fix: `move the line above line ${line}`,
		};
	}
});

function swallows({ plugin, from, except }: ForwardView, zone: string | undefined): boolean {
	if (zone === undefined || from === undefined || !holds(from, zone)) return false;
	if (except.some((each) => holds(each, zone))) return false;
	return optionsOf(plugin, "next").length === 0 && optionsOf(plugin, "next_on_nodata").length === 0;
}
