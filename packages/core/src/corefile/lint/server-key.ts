import { isOpen } from "../facts/argument-forms.ts";
import type { Token } from "../syntax-tree.ts";
import { parseZoneKey } from "../zone-key.ts";
import { plainZone } from "../zone-tree.ts";

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
