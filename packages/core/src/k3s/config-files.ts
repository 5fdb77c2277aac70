import type { ConfigFile, ConfigKey, ConfigValue } from "./config-file.ts";

/** Where K3s looks unless told otherwise (pkg/configfilearg/defaultparser.go). */
export const defaultConfigPath = "/etc/rancher/k3s/config.yaml";

/** Folder of drop-ins beside a configuration file. */
export function dropInFolder(configPath: string): string {
	return `${configPath}.d`;
}

/** Byte order of UTF-8, in which Go's os.ReadDir sorts; JavaScript's own differs beyond U+FFFF. */
export function compareNames(left: string, right: string): number {
	const [a, b] = [[...left], [...right]];
	for (let index = 0; index < a.length && index < b.length; index += 1) {
		const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}

/** Whether K3s reads a file of the drop-in folder: by its ending, in any case; hidden files too, sub-folders not. */
export function isDropInName(name: string): boolean {
	return /\.ya?ml$/i.test(name);
}

/** One value of a key, and what became of it on its way to K3s' command line. */
export interface Written {
	readonly file: ConfigFile;
	readonly key: ConfigKey;
	readonly value: ConfigValue;
	/** The later key that put this value out of force; undefined for a value that K3s takes. */
	readonly replacedBy: { readonly file: ConfigFile; readonly key: ConfigKey } | undefined;
}

type Draft = { -readonly [Field in keyof Written]: Written[Field] };

/**
 * Merges files in the order in which K3s reads them: `key` replaces what earlier files (and earlier lines) said,
 * `key+` appends to it. Source: k3s-io/k3s pkg/configfilearg/parser.go, readConfigFile and toSlice.
 *
 * @returns every value ever written, by name, names in order of first appearance
 */
export function mergeConfigFiles(files: readonly ConfigFile[]): ReadonlyMap<string, readonly Written[]> {
	const merged = new Map<string, { all: Draft[]; inForce: Draft[] }>();
	for (const file of files) {
		for (const key of file.keys) {
			const before = merged.get(key.name);
			const state = before ?? { all: [], inForce: [] };
			merged.set(key.name, state);
			// toSlice makes no value of null: an empty key leaves nothing where something is appended to it.
			const [first] = state.inForce;
			if (!key.append || first?.key.shape === "empty") {
				for (const written of state.inForce) written.replacedBy = { file, key };
				state.inForce = [];
			}
			for (const value of key.values) {
				const appendsNothing = key.append && key.shape === "empty" && before !== undefined;
				const written: Draft = { file, key, value, replacedBy: appendsNothing ? { file, key } : undefined };
				state.all.push(written);
				if (!appendsNothing) state.inForce.push(written);
			}
		}
	}
	return new Map([...merged].map(([name, { all }]) => [name, all]));
}
