import { absoluteName } from "../dns/name.ts";

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

export function servedKey(text: string): ServedKeyResult {
	const [, scheme, rest = ""] = /^([a-z0-9]+:\/\/)?(.*)$/.exec(text) ?? [];
	const [, zone = rest, port] = /^(.*):(\d+)$/.exec(rest) ?? [];
	const name = absoluteName(zone);
	if (name === undefined || text.includes("{")) return { ok: false, reason: "bad zone" };
	return {
		ok: true,
		key: {
			plain: scheme === undefined || scheme === "dns://",
			zones: [name === "." ? "." : name.slice(0, -1)],
			port: Number(port ?? 53),
		},
	};
}

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
