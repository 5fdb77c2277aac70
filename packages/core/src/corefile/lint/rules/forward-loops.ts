import { isLoopback } from "../../ip-address.ts";
import { holds } from "../../zone-tree.ts";
import { type BlockView, type ForwardView, pluginsOf } from "../corefile-view.ts";
import { type Destinations, destinationsOf } from "../destinations.ts";
import type { Rule, Sighting } from "../rule.ts";
import type { Upstream } from "../upstream.ts";

/** A rule that looks at each block for itself, and where its questions go. */
const questionRule = (
	code: Rule["code"],
	look: (block: BlockView, destinations: Destinations) => Iterable<Sighting>,
): Rule => ({
	code,
	*look(view) {
		const destinations = destinationsOf(view);
		for (const block of view.blocks) yield* look(block, destinations);
	},
});

/** A question that comes back to the block that sent it. */
export const forwardToItself = questionRule("LDNS431", function* (block, destinations) {
	for (const forward of block.forwards) {
		for (const [index, upstream] of forward.upstreams.entries()) {
			if (!returns(destinations, block, forward, upstream)) continue;
			yield {
				at: forward.plugin.argTokens[index + 1] ?? forward.plugin.nameToken,
				message: `${upstream.text} is this very server: each question would go round until it times out`,
				fix: "name the address of the cluster DNS or of another resolver",
			};
		}
	}
});

/** Loopback on the host network is whatever the node runs there; in a pod of its own network, the pod itself. */
export const loopbackRules: readonly Rule[] = [
	questionRule("LDNS432", (block, destinations) => loopbackUpstreams(block, destinations, false)),
	questionRule("LDNS433", (block, destinations) => loopbackUpstreams(block, destinations, true)),
];

function* loopbackUpstreams(
	block: BlockView,
	destinations: Destinations,
	withLoop: boolean,
): Generator<Sighting> {
	const [loop] = pluginsOf(block.block, "loop");
	if ((loop !== undefined) !== withLoop) return;
	for (const forward of block.forwards) {
		for (const [index, upstream] of forward.upstreams.entries()) {
			if (upstream.ip === undefined || !isLoopback(upstream.ip)) continue;
			if (returns(destinations, block, forward, upstream) || destinations.some(upstream)) continue;
			const what = withLoop
				? "if the resolver there asks this server in turn, plugin loop ends the process at its start"
				: "the resolver there may ask this server in turn, and in a pod's own network there is none";
			yield {
				at: forward.plugin.argTokens[index + 1] ?? forward.plugin.nameToken,
				message: `${upstream.text} is a loopback address: ${what}`,
			};
		}
	}
}

function returns(
	destinations: Destinations,
	start: BlockView,
	forward: ForwardView,
	upstream: Upstream,
): boolean {
	const zone = narrowest(start, forward);
	return zone !== undefined && destinations.receiver(upstream, zone) === start;
}

/** A zone whose names the forward certainly gets. */
function narrowest({ keys }: BlockView, { from }: ForwardView): string | undefined {
	const zone = keys.find((key) => key.zone !== undefined)?.zone;
	if (zone === undefined || from === undefined) return undefined;
	return holds(zone, from) ? from : holds(from, zone) ? zone : undefined;
}
