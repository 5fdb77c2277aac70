/**
 * A Corefile as CoreDNS reads it: server blocks, plugins, options. Texts are token texts: quotes are
 * gone, environment variables and `import` stand as written.
 */
export interface Corefile {
	readonly blocks: readonly ServerBlock[];
}

/** `KEY… { plugins }`; a snippet is a block whose only key is `(name)`. */
export interface ServerBlock {
	/** Lines above the block, without `#`. */
	readonly comments: readonly string[];
	/** `[scheme://]zone[:port]`, at least one. */
	readonly keys: readonly string[];
	readonly plugins: readonly Plugin[];
}

/** A line of a server block: `name args… [{ options }]`. */
export interface Plugin {
	/** Lines above the plugin, without `#`. */
	readonly comments: readonly string[];
	readonly name: string;
	readonly args: readonly string[];
	readonly options: readonly Option[];
}

/** A line of a plugin's block. CoreDNS lets blocks nest, so an option has the same form as a plugin. */
export type Option = Plugin;

type OptionLine = readonly [name: string, ...args: (string | number)[]];

/**
 * A plugin from plain lines: `plugin("cache", [30], [["denial", 9984, 5]])`.
 * Comments go above it.
 */
export function plugin(
	name: string,
	args: readonly (string | number)[] = [],
	options: readonly OptionLine[] = [],
	comments: readonly string[] = [],
): Plugin {
	return {
		comments,
		name,
		args: args.map(String),
		options: options.map(([option, ...values]) => plugin(option, values)),
	};
}
