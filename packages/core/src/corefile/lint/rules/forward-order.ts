import { holds, zonesHolding } from "../../zone-tree.ts";
import { type ForwardView, optionsOf } from "../corefile-view.ts";
import { blockRule } from "../rule.ts";

/**
 * Several `forward` of one block are asked in the order of the text, and the first one whose zone holds the name keeps
 * it (plugin/forward/forward.go, ServeDNS).
 */
export const shadowedForward = blockRule("LDNS430", function* ({ forwards }) {
	const earlier = new Map<string, Placed[]>();
	for (const [index, forward] of forwards.entries()) {
		const { plugin, from } = forward;
		if (from === undefined) continue;
		const [wider] = [...zonesHolding(from)]
			.flatMap((zone) => earlier.get(zone)?.find((other) => swallows(other.forward, from)) ?? [])
			.sort((left, right) => left.index - right.index);
		const same = earlier.get(from) ?? [];
		same.push({ index, forward });
		earlier.set(from, same);
		if (wider === undefined) continue;
		const { line } = wider.forward.plugin.nameToken;
		yield {
			at: plugin.argTokens[0] ?? plugin.nameToken,
			message: `forward ${from} is never asked: forward ${wider.forward.from} on line ${line} takes its names first`,
			fix: `move the line above line ${line}`,
		};
	}
});

interface Placed {
	readonly index: number;
	readonly forward: ForwardView;
}

function swallows({ plugin, from, except }: ForwardView, zone: string): boolean {
	if (from === undefined || !holds(from, zone)) return false;
	if (except.some((each) => holds(each, zone))) return false;
	return optionsOf(plugin, "next").length === 0 && optionsOf(plugin, "next_on_nodata").length === 0;
}
