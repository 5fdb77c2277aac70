/**
 * One entry of `kubelet-arg`, read as K3s reads it: a leading `--` is dropped, the name ends at the first `=`,
 * `name+=` adds to K3s' own value and `name-=` goes in front of it. Source: k3s-io/k3s pkg/util/args.go.
 */
export interface KubeletArg {
	/** As the kubelet's flag set compares it: `_` and `-` are one (component-base cli/flag). */
	readonly name: string;
	readonly how: "set" | "append" | "prepend";
	/** Undefined for an entry without `=`: K3s makes it `true`, or takes it for a name whose value is the next entry. */
	readonly value: string | undefined;
}

/** Splits one entry of `kubelet-arg` into name, operator and value. Any text has a reading. */
export function readKubeletArg(entry: string): KubeletArg {
	const bare = entry.startsWith("--") ? entry.slice(2) : entry;
	const equals = bare.indexOf("=");
	const left = equals === -1 ? bare : bare.slice(0, equals);
	const value = equals === -1 ? undefined : bare.slice(equals + 1);
	const how = left.endsWith("+") ? "append" : left.endsWith("-") ? "prepend" : "set";
	return { name: left.replace(/[-+]{1,1000}$/, "").replaceAll("_", "-"), how, value };
}

/** Whether an entry sets, or tries to set, the kubelet's `--cluster-dns`; `--cluster-dns 1.2.3.4` in one entry tries. */
export function setsClusterDns(entry: string): boolean {
	const { name } = readKubeletArg(entry);
	return name === "cluster-dns" || /^cluster-dns\s/.test(name);
}

/**
 * Which entries reach the kubelet in K3s from 1.32 on: an entry without `=` is taken for a name whose value is the
 * next entry, and that next entry is dropped without a word.
 * Source: k3s-io/k3s pkg/daemons/agent/agent.go, extractConfigArgs.
 * @returns for each entry the index of the one that swallows it, or undefined
 */
export function swallowedBy(entries: readonly string[]): (number | undefined)[] {
	const by: (number | undefined)[] = entries.map(() => undefined);
	for (let index = 0; index < entries.length; index += 1) {
		if (readKubeletArg(entries[index] ?? "").value !== undefined || index + 1 >= entries.length) continue;
		by[index + 1] = index;
		index += 1;
	}
	return by;
}
