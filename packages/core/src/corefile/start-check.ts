import type { ErrorCode } from "../error-codes/index.ts";
import { LocaldnsError } from "../errors.ts";
import type { Corefile, Plugin } from "./ast.ts";
import { atLeast, type EngineVersion, engineVersion } from "./engines.ts";
import { type Forms, formsOf, formsText, isOpen, versionsOf } from "./facts/argument-forms.ts";
import type { PluginFacts } from "./facts/plugin-facts.ts";
import { holdsPlugin, pluginFacts, standsOnce } from "./plugin-facts.ts";

/** Why an engine version would not start with a plugin. */
export interface StartFault<P extends Plugin> {
	/** LDNS402 no such plugin, LDNS403 no such option, LDNS404 plugin repeated, LDNS405 no such value. */
	readonly code: ErrorCode;
	readonly message: string;
	/** What is known beyond that, such as the version that brought an option. */
	readonly reason?: string;
	/** The plugin, or the option in its block. */
	readonly at: P;
}

/**
 * Refuses a Corefile that this engine version would not start with, as far as plugins, options, their arguments and
 * repetition decide it.
 *
 * @throws LocaldnsError LDNS402–LDNS405
 */
export function checkStarts(corefile: Corefile, target: EngineVersion): void {
	for (const { keys, plugins } of corefile.blocks) {
		for (const { code, message, reason } of startFaults(plugins, keys, target)) {
			throw new LocaldnsError(code, message, reason === undefined ? {} : { reason });
		}
	}
}

/**
 * A plugin as it is, once its values are such as some version takes.
 *
 * @throws LocaldnsError LDNS405
 */
export function checkValues(plugin: Plugin): Plugin {
	const facts = pluginFacts(plugin.name);
	const forms = (name: string): Forms | undefined => facts?.options?.[name];
	const faults = [
		...argumentFaults(plugin, plugin.name, facts?.args, engineVersion("coredns")),
		...plugin.options.flatMap((option) => [
			...argumentFaults(
				option,
				`${plugin.name} ${option.name}`,
				forms(option.name),
				engineVersion("coredns"),
			),
		]),
	];
	for (const { code, message } of faults) throw new LocaldnsError(code, message);
	return plugin;
}

/** Everything in one server block that this engine version would not start with, in the order of the text. */
export function* startFaults<P extends Plugin>(
	plugins: readonly P[],
	keys: readonly string[],
	target: EngineVersion,
): Generator<StartFault<P>> {
	const seen = new Set<string>();
	for (const plugin of plugins) {
		if (plugin.name === "import" || isOpen(plugin.name)) continue;
		const facts = pluginFacts(plugin.name);
		if (facts === undefined || !holdsPlugin(target, plugin.name)) {
			const message = `plugin ${plugin.name} does not exist in ${describe(target)}`;
			yield { code: "LDNS402", message, ...came(facts?.since, target), at: plugin };
			continue;
		}
		if (seen.has(plugin.name) && standsOnce(target, facts)) {
			const message = `plugin ${plugin.name} stands twice in block ${keys.join(" ")}`;
			yield { code: "LDNS404", message, at: plugin };
		}
		seen.add(plugin.name);
		yield* argumentFaults(plugin, plugin.name, facts.args, target);
		yield* optionFaults(plugin, facts, target);
	}
}

function* optionFaults<P extends Plugin>(
	plugin: P,
	{ options, open = false, needs = {} }: PluginFacts,
	target: EngineVersion,
): Generator<StartFault<P>> {
	if (options === undefined) return;
	// The options of a parsed plugin are parsed plugins.
	for (const option of plugin.options as readonly P[]) {
		if (option.name === "import" || isOpen(option.name)) continue;
		const forms = Object.hasOwn(options, option.name) ? options[option.name] : undefined;
		const what = `${plugin.name} ${option.name}`;
		if (forms !== undefined) yield* argumentFaults(option, what, forms, target);
		else if (!open) yield missing(option, what, undefined, target);
		const needed = Object.hasOwn(needs, option.name) ? needs[option.name] : undefined;
		if (needed !== undefined && plugin.options.every(({ name }) => name !== needed)) {
			const message = `option ${JSON.stringify(what)} needs ${needed} beside it`;
			yield { code: "LDNS405", message, at: option };
		}
	}
}

function* argumentFaults<P extends Plugin>(
	at: P,
	what: string,
	forms: Forms | undefined,
	target: EngineVersion,
): Generator<StartFault<P>> {
	if (forms === undefined || at.args.some((arg) => arg === "import")) return;
	const known = (since: string) => atLeast(target.coreDns, since);
	const fitting = formsOf(forms, at.args);
	if (fitting.some(known)) return;
	const any = versionsOf(forms);
	if (fitting.length > 0 || !any.some(known)) {
		yield missing(at, [what, ...at.args].join(" "), oldest(fitting.length > 0 ? fitting : any), target);
		return;
	}
	const read = at.args.length === 0 ? "nothing" : JSON.stringify(at.args.join(" "));
	yield { code: "LDNS405", message: `${what}: read ${read}; CoreDNS takes ${formsText(forms, known)}`, at };
}

const missing = <P extends Plugin>(
	at: P,
	what: string,
	since: string | undefined,
	target: EngineVersion,
): StartFault<P> => ({
	code: "LDNS403",
	message: `option ${JSON.stringify(what)} does not exist in ${describe(target)}`,
	...came(since, target),
	at,
});

const came = (since: string | undefined, { coreDns }: EngineVersion): { reason?: string } =>
	since === undefined || atLeast(coreDns, since) ? {} : { reason: `it came with CoreDNS ${since}` };

const oldest = (versions: readonly string[]): string | undefined =>
	versions.toSorted((left, right) => (atLeast(left, right) ? 1 : -1))[0];

const describe = ({ engine, version, coreDns }: EngineVersion): string =>
	engine === "coredns" ? `CoreDNS ${coreDns}` : `node-cache ${version} (CoreDNS ${coreDns})`;
