import { isOpen } from "../facts/argument-forms.ts";

/** `[scheme://]zone[:port]`. */
export interface ServerKey {
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

/** A server block's key as core/dnsserver/register.go reads it, reverse notation (CIDR) aside. */
export function readServerKey(text: string): ServerKey {
	const [, scheme = "dns", rest = ""] = /^(?:(dns|tls|quic|grpc|https3?):\/\/)?(.*)$/s.exec(text) ?? [];
	const [, zone = rest, port] = /^(.*):(\d+)$/s.exec(rest) ?? [];
	return {
		scheme,
		zone: isOpen(zone) ? undefined : plainZone(zone),
		written: zone.replace(/\.$/, "") || ".",
		port: port === undefined ? (defaultPorts[scheme] ?? 53) : Number(port),
	};
}

/** Lower case, without the final dot; the root is `.`. */
export function plainZone(text: string): string {
	const zone = text.toLowerCase().replace(/\.$/, "");
	return zone === "" ? "." : zone;
}

/** Whether a zone holds a name or is it, both plain. */
export const holds = (zone: string, name: string): boolean =>
	zone === "." || name === zone || name.endsWith(`.${zone}`);
