import { LocaldnsError } from "../errors.ts";
import type { Corefile, Option, Plugin, ServerBlock } from "./ast.ts";
import { atLeast, type EngineVersion } from "./engines.ts";
import { optionSince, type PluginFacts, pluginFacts } from "./plugin-facts.ts";

/**
 * Refuses a Corefile that this engine version would not start with, as far as plugins, options and
 * repetition decide it. Values are the builders' business.
 *
 * @throws LocaldnsError LDNS402 no such plugin, LDNS403 no such option, LDNS404 plugin repeated
 */
export function checkStarts(corefile: Corefile, target: EngineVersion): void {
	for (const block of corefile.blocks) {
		for (const plugin of block.plugins) checkPlugin(plugin, block, target);
	}
}

function checkPlugin(plugin: Plugin, block: ServerBlock, target: EngineVersion): void {
	const facts = pluginFacts(plugin.name);
	const since = facts?.in[target.engine];
	if (facts === undefined || since === undefined || !atLeast(target.coreDns, since)) {
		throw new LocaldnsError("LDNS402", `plugin ${plugin.name} does not exist in ${describe(target)}`);
	}
	if (facts.once && block.plugins.filter(({ name }) => name === plugin.name).length > 1) {
		throw new LocaldnsError("LDNS404", `plugin ${plugin.name} stands twice in block ${block.keys.join(" ")}`);
	}
	for (const option of plugin.options) checkOption(option, plugin, facts, target);
}

function checkOption(option: Option, plugin: Plugin, facts: PluginFacts, target: EngineVersion): void {
	const since = optionSince(facts, option.name, option.args);
	if (since !== undefined && atLeast(target.coreDns, since)) return;
	const line = [plugin.name, option.name, ...option.args].join(" ");
	throw new LocaldnsError("LDNS403", `option ${JSON.stringify(line)} does not exist in ${describe(target)}`, {
		...(since === undefined ? {} : { reason: `it came with CoreDNS ${since}` }),
	});
}

const describe = ({ engine, version, coreDns }: EngineVersion): string =>
	engine === "coredns" ? `CoreDNS ${coreDns}` : `node-cache ${version} (CoreDNS ${coreDns})`;
