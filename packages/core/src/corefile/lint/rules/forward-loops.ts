import { isLoopback, parseIp } from "../../ip-address.ts";
import { type BlockView, type CorefileView, type ForwardView, pluginsOf } from "../corefile-view.ts";
import { blockRule, type Rule, type Sighting } from "../rule.ts";
import { holds } from "../server-key.ts";
import type { Upstream } from "../upstream.ts";

/** A question that comes back to the block that sent it. */
export const forwardToItself = blockRule("LDNS431", function* (block, view) {
	for (const forward of block.forwards) {
		for (const [index, upstream] of forward.upstreams.entries()) {
			if (!returns(view, block, forward, upstream)) continue;
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
	blockRule("LDNS432", (block, view) => loopbackUpstreams(block, view, false)),
	blockRule("LDNS433", (block, view) => loopbackUpstreams(block, view, true)),
];

function* loopbackUpstreams(block: BlockView, view: CorefileView, withLoop: boolean): Generator<Sighting> {
	const [loop] = pluginsOf(block.block, "loop");
	if ((loop !== undefined) !== withLoop) return;
	for (const forward of block.forwards) {
		for (const [index, upstream] of forward.upstreams.entries()) {
			if (upstream.ip === undefined || !isLoopback(upstream.ip)) continue;
			if (returns(view, block, forward, upstream) || served(view, upstream)) continue;
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

const served = ({ blocks }: CorefileView, upstream: Upstream): boolean =>
	blocks.some((block) => listensAt(block, upstream));

function returns(view: CorefileView, start: BlockView, forward: ForwardView, upstream: Upstream): boolean {
	const zone = narrowest(start, forward);
	return zone !== undefined && receiver(view, upstream, zone) === start;
}

/** A zone whose names the forward certainly gets. */
function narrowest({ keys }: BlockView, { from }: ForwardView): string | undefined {
	const zone = keys.find((key) => key.zone !== undefined)?.zone;
	if (zone === undefined || from === undefined) return undefined;
	return holds(zone, from) ? from : holds(from, zone) ? zone : undefined;
}

/** The block of this file that a question to an upstream reaches: the longest zone of those that listen there. */
function receiver({ blocks }: CorefileView, upstream: Upstream, name: string): BlockView | undefined {
	let found: BlockView | undefined;
	let longest = -1;
	for (const block of blocks) {
		if (!listensAt(block, upstream)) continue;
		for (const { zone, port, scheme } of block.keys) {
			if (zone === undefined || port !== upstream.port || scheme !== "dns" || !holds(zone, name)) continue;
			const length = zone === "." ? 0 : zone.length;
			if (length > longest) [found, longest] = [block, length];
		}
	}
	return found;
}

function listensAt({ keys, listenOn }: BlockView, { text, ip, port, plain }: Upstream): boolean {
	if (!plain || keys.every((key) => key.port !== port || key.scheme !== "dns")) return false;
	if (listenOn === undefined) return ip !== undefined && isLoopback(ip);
	return listenOn.some(
		(address) => address === text || (ip !== undefined && parseIp(address)?.join() === ip.join()),
	);
}
