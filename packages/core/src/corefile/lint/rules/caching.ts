import { replaceWord } from "../../edit.ts";
import { goInteger } from "../../facts/go-values.ts";
import { optionsOf, pluginsOf } from "../corefile-view.ts";
import { blockRule, keyOf, type Rule } from "../rule.ts";

/** Reloading builds every cache anew (plugin/cache/setup.go runs again). */
export const reloadForgets: Rule = {
	code: "LDNS436",
	*look({ blocks }) {
		const keepsStale = blocks.some(({ block }) =>
			pluginsOf(block, "cache").some((cache) => optionsOf(cache, "serve_stale").length > 0),
		);
		if (!keepsStale) return;
		for (const { block } of blocks) {
			for (const reload of pluginsOf(block, "reload")) {
				yield {
					at: reload.nameToken,
					message:
						"each reload empties every cache, so that serve_stale has nothing to answer from when it is needed next",
				};
			}
		}
	},
};

/**
 * Per half of the cache. 110 pods (the kubelet's default limit) that know three outside names each leave 110 × 3 × 6
 * denials behind under ndots:5, because each name is tried with three search domains for A and AAAA.
 */
const leastEntries = 2048;

/** CoreDNS' own default, 39 entries in each of 256 shards. */
const plenty = 9984;

export const smallCache = blockRule("LDNS437", function* ({ block }, { source }) {
	for (const cache of pluginsOf(block, "cache")) {
		for (const half of cache.options) {
			const [token] = half.argTokens;
			const capacity = goInteger(half.args[0] ?? "");
			if (token === undefined || capacity === undefined || capacity >= leastEntries) continue;
			if (half.name !== "success" && half.name !== "denial") continue;
			yield {
				at: token,
				message: `${half.name} holds ${capacity} entries; the pods of one node need ${leastEntries} at least, and what is full evicts at random`,
				edits: [replaceWord(source, token, String(plenty))],
			};
		}
	}
});

export const noCache = blockRule(
	"LDNS451",
	function* (view) {
		if (view.forwards.length === 0 || pluginsOf(view.block, "cache").length > 0) return;
		yield {
			at: keyOf(view),
			message: `block ${view.block.keys.join(" ")} forwards every question and keeps no answer`,
		};
	},
	{ nodeOnly: true },
);
