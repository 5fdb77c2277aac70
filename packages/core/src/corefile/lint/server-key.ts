import { isOpen } from "../facts/argument-forms.ts";
import type { Token } from "../syntax-tree.ts";
import { parseZoneKey } from "../zone-key.ts";

/** A zone of a server block's key, `[scheme://]zone[:port]`. */
export interface ServerKey {
	/** The key that it stands in. */
	readonly token: Token;
	/** `dns` where none is written. */
	readonly scheme: string;
	/** Lower case, without the final dot, `.` for the root; undefined where an environment variable stands in it. */
	readonly zone: string | undefined;
	/** The same as it is written, for a CoreDNS that tells cases apart. */
	readonly written: string;
	readonly port: number;
}

const defaultPorts: Readonly<Record<string, number>> = {
	tls: 853,
	quic: 853,
	grpc: 443,
	https: 443,
	https3: 443,
};

/**
 * A server block's key as core/dnsserver/register.go reads it: one zone, or for a network such as 10.42.0.0/15 its
 * reverse zones.
 */
export function readServerKey(token: Token): readonly ServerKey[] {
	const [, scheme = "dns", rest = ""] = /^(?:(dns|tls|quic|grpc|https3?):\/\/)?(.*)$/s.exec(token.text) ?? [];
	const [, zone = rest, digits] = /^(.*):(\d+)$/s.exec(rest) ?? [];
	const port = digits === undefined ? (defaultPorts[scheme] ?? 53) : Number(digits);
	if (isOpen(zone)) return [{ token, scheme, zone: undefined, written: zone, port }];
	const network = zone.includes("/") ? parseZoneKey(token.text) : undefined;
	const names = network?.ok === true ? network.key.zones : [zone];
	return names.map((name) => ({
		token,
		scheme,
		zone: plainZone(name),
		written: name.replace(/\.$/, "") || ".",
		port,
	}));
}

/** Lower case, without the final dot; the root is `.`. */
export function plainZone(text: string): string {
	const zone = text.toLowerCase().replace(/\.$/, "");
	return zone === "" ? "." : zone;
}

/** Whether a zone holds a name or is it, both plain. */
export const holds = (zone: string, name: string): boolean =>
	zone === "." || name === zone || name.endsWith(`.${zone}`);

/** Presentation of the longest name that DNS has: 255 octets (RFC 1035 section 2.3.4), each written as \DDD. */
const longestName = 4 * 255;

/** All zones that hold a plain name, the longest one first and the root last; of no name that DNS has, the root only. */
export function* zonesHolding(name: string): Generator<string> {
	if (name.length <= longestName) {
		for (let rest = name; rest !== "." && rest !== ""; ) {
			yield rest;
			const dot = rest.indexOf(".");
			rest = dot === -1 ? "" : rest.slice(dot + 1);
		}
	}
	yield ".";
}
