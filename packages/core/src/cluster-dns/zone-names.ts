import { parseZoneKey } from "../corefile/zone-key.ts";

/** A key of a server block. */
export interface ServedKey {
	/** Whether it is asked by plain DNS, as pods ask. */
	readonly plain: boolean;
	readonly zones: readonly string[];
	readonly port: number;
}

export type ServedKeyResult =
	| { readonly ok: true; readonly key: ServedKey }
	| { readonly ok: false; readonly reason: string };

/** `[scheme://]zone[:port]`; what stands in an environment variable is not known here. */
export function servedKey(text: string): ServedKeyResult {
	if (text.includes("{")) return { ok: false, reason: "an environment variable stands in it" };
	const read = parseZoneKey(text);
	if (!read.ok) return read;
	const { scheme, zones, port } = read.key;
	return { ok: true, key: { plain: scheme === "dns", zones: zones.map(withoutFinalDot), port: port ?? 53 } };
}

const withoutFinalDot = (zone: string): string => (zone === "." ? zone : zone.replace(/\.$/, ""));

/** The zones of a plugin's arguments; undefined when one cannot be read. */
export function readZones(args: readonly string[]): string[] | undefined {
	const zones: string[] = [];
	for (const arg of args) {
		const read = servedKey(arg);
		if (!read.ok) return undefined;
		zones.push(...read.key.zones);
	}
	return zones;
}
