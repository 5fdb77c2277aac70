import type { EngineVersion } from "../engines.ts";
import { isOpen } from "../facts/argument-forms.ts";
import type { ParsedCorefile, ParsedPlugin, ParsedServerBlock } from "../syntax-tree.ts";
import { plainZone } from "../zone-tree.ts";
import { readServerKey, type ServerKey } from "./server-key.ts";
import { readUpstream, type Upstream } from "./upstream.ts";

/** A parsed Corefile with what the rules ask of it. */
export interface CorefileView {
	readonly target: EngineVersion;
	/** The linted text, and its name: only what stands in it can be edited. */
	readonly source: string;
	readonly file: string;
	readonly mtu: number | undefined;
	readonly blocks: readonly BlockView[];
	/**
	 * It answers the cluster's names itself, by the plugin `kubernetes`, in pods with a network of their own. What is
	 * advice for a cache on the node's network is none for it.
	 */
	readonly isClusterDns: boolean;
}

export interface BlockView {
	readonly block: ParsedServerBlock;
	readonly keys: readonly ServerKey[];
	/** Addresses and interfaces of `bind`, as written; undefined for every address. */
	readonly listenOn: readonly string[] | undefined;
	readonly forwards: readonly ForwardView[];
}

export interface ForwardView {
	readonly plugin: ParsedPlugin;
	/** Plain; undefined where an environment variable stands in it. */
	readonly from: string | undefined;
	readonly except: readonly string[];
	readonly upstreams: readonly Upstream[];
}

export function viewCorefile(
	corefile: ParsedCorefile,
	{ target, source, file, mtu }: Pick<CorefileView, "target" | "source" | "file" | "mtu">,
): CorefileView {
	const blocks = corefile.blocks.map(viewBlock);
	const isClusterDns = blocks.some(({ block }) => pluginsOf(block, "kubernetes").length > 0);
	return { target, source, file, mtu, blocks, isClusterDns };
}

function viewBlock(block: ParsedServerBlock): BlockView {
	const binds = pluginsOf(block, "bind");
	const excepted = new Set(binds.flatMap((bind) => optionsOf(bind, "except").flatMap(({ args }) => args)));
	return {
		block,
		keys: block.keyTokens.flatMap(readServerKey),
		listenOn:
			binds.length === 0
				? undefined
				: binds.flatMap(({ args }) => args).filter((address) => !excepted.has(address)),
		forwards: pluginsOf(block, "forward").map(viewForward),
	};
}

function viewForward(plugin: ParsedPlugin): ForwardView {
	const [from = ".", ...to] = plugin.args;
	return {
		plugin,
		from: isOpen(from) ? undefined : plainZone(from),
		except: optionsOf(plugin, "except").flatMap(({ args }) => args.map(plainZone)),
		upstreams: to.map(readUpstream),
	};
}

export const pluginsOf = (block: ParsedServerBlock, name: string): readonly ParsedPlugin[] =>
	block.plugins.filter((plugin) => plugin.name === name);

export const optionsOf = (plugin: ParsedPlugin, name: string): readonly ParsedPlugin[] =>
	plugin.options.filter((option) => option.name === name);
