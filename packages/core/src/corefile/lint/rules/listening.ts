import { atLeast } from "../../engines.ts";
import type { Token } from "../../syntax-tree.ts";
import type { CorefileView } from "../corefile-view.ts";
import { pluginsOf } from "../corefile-view.ts";
import { blockRule, keyOf, type Rule } from "../rule.ts";

export const unbound = blockRule(
	"LDNS443",
	function* (view) {
		if (view.listenOn !== undefined) return;
		yield {
			at: keyOf(view),
			message: `block ${view.block.keys.join(" ")} listens on every address of the node: it answers strangers, and collides with other resolvers of the host`,
		};
	},
	{ nodeOnly: true },
);

interface Listener {
	readonly at: Token;
	readonly zone: string;
	/** Scheme and port. */
	readonly socket: string;
	/** As written; undefined for every address. */
	readonly address: string | undefined;
}

/** Keys times addresses may grow with the square of a file's size. What a file has beyond is not compared. */
const mostListeners = 100_000;

/** Blocks with a view share a zone on purpose; a key with a variable may be any zone. */
function listenersOf({ blocks, target }: CorefileView): readonly Listener[] {
	const listeners: Listener[] = [];
	for (const { block, keys, listenOn } of blocks) {
		if (pluginsOf(block, "view").length > 0) continue;
		for (const { token: at, zone: plain, written, scheme, port } of keys) {
			if (plain === undefined) continue;
			// Until 1.14.7 zones that differ in case are two (rule LDNS446 minds them).
			const zone = atLeast(target.coreDns, "1.14.7") ? plain : written;
			const socket = `${scheme}:${port}`;
			for (const address of listenOn ?? [undefined]) {
				if (listeners.length === mostListeners) return listeners;
				listeners.push({ at, zone, socket, address });
			}
		}
	}
	return listeners;
}

/** core/dnsserver/address.go, registerAndCheck: CoreDNS does not start. */
export const collision: Rule = {
	code: "LDNS444",
	*look(view) {
		const taken = new Map<string, Map<string | undefined, Listener>>();
		for (const listener of listenersOf(view)) {
			const { at, zone, socket, address } = listener;
			const place = `${socket} ${zone}`;
			const there = taken.get(place) ?? new Map<string | undefined, Listener>();
			taken.set(place, there);
			const other =
				there.get(address) ?? (address === undefined ? there.values().next().value : there.get(undefined));
			if (other === undefined) {
				there.set(address, listener);
				continue;
			}
			const where =
				other.address === address ? (address ?? "every address") : "every address, and one of them apart";
			yield {
				at,
				message: `zone ${zone} is served on line ${other.at.line} already, on the same port and ${where}`,
			};
		}
	},
};

/** The kernel gives a question for a bound address to the socket bound to it, so the other block's zones are lost there. */
export const mixedBinding: Rule = {
	code: "LDNS445",
	*look(view) {
		const listeners = listenersOf(view);
		const unbound = new Map(
			listeners.filter(({ address }) => address === undefined).map((each) => [each.socket, each]),
		);
		const seen = new Set<string>();
		for (const { at, zone, socket, address } of listeners) {
			const other = unbound.get(socket);
			const once = `${socket} ${at.start}`;
			if (address === undefined || other === undefined || other.zone === zone || seen.has(once)) continue;
			seen.add(once);
			yield {
				at,
				message: `zone ${zone} is bound to ${address}, but zone ${other.zone} (line ${other.at.line}) to every address: what is asked at ${address} never reaches the latter`,
			};
		}
	},
};
