/**
 * The command line of a daemon that K3s starts, from K3s' defaults and what the user gave with
 * `--kubelet-arg` and the like: `name=value` replaces the default, `name+=value` goes behind it,
 * `name-=value` before it; a name given again is a flag given again. Sorted by name, as K3s does it
 * (pkg/util/args.go).
 */
export function daemonArguments(
	defaults: Readonly<Record<string, string>>,
	extra: readonly string[],
): string[] {
	const left = new Map(Object.entries(defaults));
	const values = new Map<string, string[]>();
	for (const argument of extra) {
		const text = argument.replace(/^--/, "");
		const at = text.indexOf("=");
		const written = at === -1 ? text : text.slice(0, at);
		const value = at === -1 ? "true" : text.slice(at + 1);
		const name = written.replace(/[-+]+$/, "");
		const before = values.get(name) ?? [];
		const standard = left.get(name);
		const inherited = standard === undefined ? [] : [standard];
		if (written.endsWith("+")) values.set(name, [...inherited, ...before, value]);
		else if (written.endsWith("-")) values.set(name, [value, ...inherited, ...before]);
		else values.set(name, [...before, value]);
		left.delete(name);
	}
	for (const [name, value] of left) values.set(name, [value]);
	return [...values]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([name, list]) => list.map((value) => `--${name}=${value}`));
}

/**
 * What is left of the `--kubelet-arg` values when K3s (1.32 and newer) has looked for `config` among
 * them: an entry without `=` is taken for a name whose value comes next, and that next entry is dropped.
 * A bare boolean before an entry therefore removes it, without a word (pkg/daemons/agent/agent.go).
 */
export function withoutSwallowed(extra: readonly string[]): string[] {
	const kept: string[] = [];
	for (let index = 0; index < extra.length; index += 1) {
		const entry = extra[index] as string;
		kept.push(entry);
		if (!entry.replace(/^--/, "").includes("=")) index += 1;
	}
	return kept;
}
