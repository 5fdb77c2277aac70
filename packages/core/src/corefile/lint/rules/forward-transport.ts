import { replaceWord } from "../../edit.ts";
import { atLeast } from "../../engines.ts";
import { isLoopback } from "../../ip-address.ts";
import type { ParsedServerBlock } from "../../syntax-tree.ts";
import { type CorefileView, type ForwardView, optionsOf, pluginsOf } from "../corefile-view.ts";
import { blockRule } from "../rule.ts";

/**
 * A connection to a host that is gone costs up to 30 s before SERVFAIL (plugin/pkg/proxy/persistent.go, minDialTimeout
 * and maxDialTimeout), unless something answers meanwhile.
 */
export const slowTcp = blockRule(
	"LDNS434",
	function* ({ block, forwards }, view) {
		for (const forward of forwards) {
			const [tcp] = optionsOf(forward.plugin, "force_tcp");
			if (tcp === undefined || !isOneAndFar(forward) || isCovered(block, forward, view)) continue;
			yield {
				at: tcp.nameToken,
				message: `when ${forward.upstreams[0]?.text} is out of reach, each answer takes up to 30 s: a TCP connection to a dead host is tried that long, and neither failfast_all_unhealthy_upstreams nor serve_stale covers it`,
			};
		}
	},
	{ nodeOnly: true },
);

/** A file may name several resolvers. */
function isOneAndFar({ upstreams }: ForwardView): boolean {
	const [only, ...more] = upstreams;
	if (only === undefined || more.length > 0 || only.text.startsWith("/")) return false;
	return only.ip === undefined || !isLoopback(only.ip);
}

function isCovered(block: ParsedServerBlock, { plugin }: ForwardView, { target }: CorefileView): boolean {
	const everDown = optionsOf(plugin, "max_fails").every(({ args }) => args[0] !== "0");
	const failfast = optionsOf(plugin, "failfast_all_unhealthy_upstreams").length > 0;
	if (failfast && everDown && atLeast(target.coreDns, "1.12.1")) return true;
	// Verifying without a time limit waits for the upstream as long as anyone.
	return pluginsOf(block, "cache").some((cache) =>
		optionsOf(cache, "serve_stale").some(
			({ args }) => args[1]?.toLowerCase() !== "verify" || args.length > 2,
		),
	);
}

/** A pooled connection that the other side closed uses the only attempt up (plugin/forward/forward.go). */
export const singleAttempt = blockRule("LDNS435", function* ({ forwards }, { source }) {
	for (const { plugin } of forwards) {
		for (const { args, argTokens } of optionsOf(plugin, "max_connect_attempts")) {
			const [token] = argTokens;
			if (token === undefined || args[0] !== "1") continue;
			yield {
				at: token,
				message:
					"with one attempt, a connection that the upstream has closed meanwhile makes the answer SERVFAIL",
				edits: [replaceWord(source, token, "2")],
			};
		}
	}
});
