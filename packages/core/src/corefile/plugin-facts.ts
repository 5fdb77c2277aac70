import { atLeast, type EngineVersion } from "./engines.ts";
import { coreDnsPlugins } from "./facts/coredns-plugins.ts";
import { nodeCachePlugins } from "./facts/node-cache-plugins.ts";
import type { PluginFacts } from "./facts/plugin-facts.ts";

const own = (table: Readonly<Record<string, PluginFacts>>, name: string): PluginFacts | undefined =>
	Object.hasOwn(table, name) ? table[name] : undefined;

/** Facts about a plugin; undefined for one that no CoreDNS from 1.10 to 1.15 has. */
export const pluginFacts = (name: string): PluginFacts | undefined =>
	own(nodeCachePlugins, name) ?? own(coreDnsPlugins, name);

/** Whether an engine version has the plugin compiled in. */
export function holdsPlugin({ engine, version, coreDns }: EngineVersion, name: string): boolean {
	if (engine === "coredns") return atLeast(coreDns, pluginFacts(name)?.since ?? "0");
	const facts = own(nodeCachePlugins, name);
	return facts !== undefined && atLeast(version, facts.nodeCache ?? "0");
}

/** Whether a second one in a block keeps the server from starting. */
export const standsOnce = ({ coreDns }: EngineVersion, { once }: PluginFacts): boolean =>
	once === true || (once !== undefined && !atLeast(coreDns, once));
