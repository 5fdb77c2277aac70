import { isPublic } from "../../ip-address.ts";
import { holds } from "../../zone-tree.ts";
import { type BlockView, type CorefileView, type ForwardView, pluginsOf } from "../corefile-view.ts";
import type { Rule, Sighting } from "../rule.ts";

/** PTR questions for pods and Services that reach a resolver in the internet, which can only say NXDOMAIN. */
export const leakingReverse: Rule = {
	code: "LDNS438",
	nodeOnly: true,
	*look(view) {
		const tree = onlyIpv6(view) ? "ip6.arpa" : "in-addr.arpa";
		if (zonesOf(view).some((zone) => holds(tree, zone))) return;
		for (const { forward, at, text } of publicRoots(view)) {
			if (forward.except.some((zone) => holds(zone, tree))) continue;
			yield {
				at,
				message: `reverse lookups of pods and Services go to ${text}, which answers NXDOMAIN after a trip outside`,
				fix: `add a server block for ${tree} that forwards to the cluster DNS`,
			};
		}
	},
};

/** Names that only the cluster's CoreDNS knows: NodeHosts, coredns-custom, its own stub domains. */
export const hiddenClusterNames: Rule = {
	code: "LDNS439",
	nodeOnly: true,
	*look(view) {
		for (const { at, text } of publicRoots(view)) {
			yield {
				at,
				message: `names outside the cluster's zone go to ${text}, so pods lose what the cluster DNS knows beside it: NodeHosts, coredns-custom, *.ts.net`,
			};
		}
	},
};

interface PublicRoot extends Pick<Sighting, "at"> {
	readonly forward: ForwardView;
	readonly text: string;
}

/** The forward that gets every name which no other takes, where it asks a public resolver. */
function* publicRoots({ blocks }: CorefileView): Generator<PublicRoot> {
	for (const { keys, forwards } of blocks) {
		if (!keys.some(({ zone }) => zone === ".")) continue;
		const forward = forwards.find(({ from }) => from === ".");
		for (const [index, { ip, text }] of (forward?.upstreams ?? []).entries()) {
			if (forward === undefined || ip === undefined || !isPublic(ip)) continue;
			yield { forward, text, at: forward.plugin.argTokens[index + 1] ?? forward.plugin.nameToken };
			break;
		}
	}
}

/** Zones that something is said about: keys, zones of forwards and of templates. */
const zonesOf = ({ blocks }: CorefileView): readonly string[] =>
	blocks.flatMap(({ block, keys, forwards }) => [
		...keys.map(({ zone }) => zone ?? ""),
		...forwards.map(({ from }) => from ?? ""),
		...pluginsOf(block, "template").flatMap(({ args }) =>
			args.slice(2).map((zone) => zone.replace(/\.$/, "")),
		),
	]);

const onlyIpv6 = ({ blocks }: CorefileView): boolean =>
	blocks.every(({ listenOn }: BlockView) => listenOn?.every((address) => address.includes(":")) ?? false);
