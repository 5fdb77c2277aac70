import { readConfigFile } from "./config-file.ts";
import { readKubeletArg } from "./kubelet-arg.ts";

/** Sorts behind everything that a person is likely to name, and says whose it is. */
export const dropInName = "zz-localdns.yaml";

/** The entry of `kubelet-arg` that gives new pods these nameservers; one entry with commas, since repeated ones add up. */
export function clusterDnsEntry(addresses: readonly string[]): string {
	return `cluster-dns=${addresses.join(",")}`;
}

/** What localdns writes into a file of its own. */
export function dropInText(entry: string): string {
	return `# Written by localdns: new pods ask the cache on their node. Take it back with: localdns node-config revert\nkubelet-arg+:\n  - ${JSON.stringify(entry)}\n`;
}

/** The entry of a drop-in that says what localdns' own says and nothing else; undefined for any other text. */
export function entryOfDropIn(text: string): string | undefined {
	const read = readConfigFile(dropInName, text);
	if (!read.ok || read.file.keys.length !== 1) return undefined;
	const [key] = read.file.keys;
	const [value] = key?.values ?? [];
	if (key?.name !== "kubelet-arg" || !key.append || key.values.length !== 1 || value === undefined)
		return undefined;
	const { name, how, value: addresses } = readKubeletArg(value.text);
	return name === "cluster-dns" && how === "set" && addresses !== undefined ? value.text : undefined;
}
