import { isUnspecified, parseIp } from "../../ip-address.ts";
import type { ParsedPlugin } from "../../syntax-tree.ts";
import { type CorefileView, pluginsOf } from "../corefile-view.ts";
import { keyOf, type Rule } from "../rule.ts";
import { listenHost } from "../upstream.ts";

/** Plugins that serve HTTP, and where they do so unless told otherwise (plugin/NAME/setup.go). */
const defaults = {
	prometheus: "localhost:9153",
	health: ":8080",
	ready: ":8181",
	pprof: "localhost:6053",
} as const;

interface Endpoint {
	readonly plugin: ParsedPlugin;
	readonly address: string;
}

const endpointsOf = ({ blocks }: CorefileView): readonly Endpoint[] =>
	blocks.flatMap(({ block }) =>
		Object.entries(defaults).flatMap(([name, usual]) =>
			pluginsOf(block, name).map((plugin) => ({ plugin, address: plugin.args[0] ?? usual })),
		),
	);

/** On the host network that is every address of the node. */
export const exposedEndpoint: Rule = {
	code: "LDNS442",
	nodeOnly: true,
	*look(view) {
		for (const { plugin, address } of endpointsOf(view)) {
			const host = listenHost(address);
			const ip = parseIp(host);
			if (host !== "" && (ip === undefined || !isUnspecified(ip))) continue;
			yield {
				at: plugin.argTokens[0] ?? plugin.nameToken,
				message: `${plugin.name} on ${address} listens on every address of the node, public ones too`,
				fix: `name an address: ${plugin.name} ${suggested(plugin.name, address)}`,
			};
		}
	},
};

/** What a Prometheus elsewhere must reach is on the node's own address, the rest is for the kubelet beside it. */
const suggested = (name: string, address: string): string =>
	`${name === "prometheus" ? "[{$NODE_IP}]" : "169.254.20.10"}:${address.slice(address.lastIndexOf(":") + 1)}`;

/**
 * Both get the port, because CoreDNS listens with SO_REUSEPORT (plugin/pkg/reuseport), and the kernel gives each
 * connection to one or the other.
 */
export const sharedEndpoint: Rule = {
	code: "LDNS448",
	*look(view) {
		const taken = new Map<string, ParsedPlugin>();
		for (const { plugin, address } of endpointsOf(view)) {
			const other = taken.get(address);
			if (other === undefined) taken.set(address, plugin);
			// One set of metrics, and one answer to whether all is ready, serve all blocks.
			else if (other.name !== plugin.name || plugin.name === "health") {
				const same = other.name === plugin.name;
				yield {
					at: plugin.nameToken,
					severity: same ? "info" : "error",
					message: same
						? `health stands on line ${other.nameToken.line} already; it speaks for the whole process, and its lameduck pauses add up`
						: `${plugin.name} and ${other.name} (line ${other.nameToken.line}) both listen on ${address}: each gets some of the other's requests`,
					fix: same ? "keep it in one server block" : "give one of them another port",
				};
			}
		}
	},
};

export const noHealth: Rule = {
	code: "LDNS450",
	nodeOnly: true,
	*look(view) {
		const [first] = view.blocks;
		if (first === undefined || view.blocks.some(({ block }) => pluginsOf(block, "health").length > 0)) return;
		yield {
			at: keyOf(first),
			message:
				"no block has plugin health, so that no probe can tell a process that hangs from one that serves",
		};
	},
};
