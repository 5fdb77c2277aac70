import { isLoopback, parseIp } from "../ip-address.ts";
import { zonesHolding } from "../zone-tree.ts";
import type { BlockView, CorefileView } from "./corefile-view.ts";
import type { Upstream } from "./upstream.ts";

/** Which blocks of a Corefile take what is sent to an address. */
export interface Destinations {
	readonly some: (upstream: Upstream) => boolean;
	/** The block that a question for a name reaches there: the longest zone that holds it. */
	readonly receiver: (upstream: Upstream, name: string) => BlockView | undefined;
}

/** For blocks without `bind`. */
const everyAddress = "";

/** By address and by zone, so that not every upstream is held against every block. */
export function destinationsOf({ blocks }: Pick<CorefileView, "blocks">): Destinations {
	const byAddress = new Map<string, Set<BlockView>>();
	const byZone = new Map<string, Set<BlockView>>();
	const receivers = new Map<string, BlockView | undefined>();
	for (const block of blocks) {
		const ports = new Set(block.keys.filter(({ scheme }) => scheme === "dns").map(({ port }) => port));
		for (const address of block.listenOn ?? [everyAddress])
			for (const port of ports) add(byAddress, `${port} ${parseIp(address)?.join() ?? address}`, block);
		for (const { zone, port, scheme } of block.keys)
			if (scheme === "dns" && zone !== undefined) add(byZone, `${port} ${zone}`, block);
	}

	const listening = ({ text, ip, port, plain }: Upstream): readonly Set<BlockView>[] => {
		const addresses = plain ? [ip?.join() ?? text] : [];
		if (plain && ip !== undefined && isLoopback(ip)) addresses.push(everyAddress);
		return addresses.flatMap((address) => byAddress.get(`${port} ${address}`) ?? []);
	};

	function find(upstream: Upstream, name: string): BlockView | undefined {
		const there = listening(upstream);
		for (const zone of zonesHolding(name)) {
			const serving = byZone.get(`${upstream.port} ${zone}`);
			if (serving === undefined) continue;
			for (const block of serving) if (there.some((each) => each.has(block))) return block;
		}
		return undefined;
	}

	return {
		some: (upstream) => listening(upstream).length > 0,
		receiver: (upstream, name) => {
			const question = `${upstream.text} ${name}`;
			if (!receivers.has(question)) receivers.set(question, find(upstream, name));
			return receivers.get(question);
		},
	};
}

function add(index: Map<string, Set<BlockView>>, key: string, block: BlockView): void {
	const there = index.get(key);
	if (there === undefined) index.set(key, new Set([block]));
	else there.add(block);
}
