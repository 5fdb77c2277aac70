import { absolute, isDomainName, lowerCase, utf8Length } from "./domain-name.ts";
import { parseIp } from "./ip-address.ts";
import { networkZones } from "./reverse-zones.ts";

/** What a server is spoken to by. */
export type Scheme = "dns" | "tls" | "quic" | "grpc" | "https" | "https3" | "unix";

/** A server block's key, `[scheme://]zone[:port]`. */
export interface ZoneKey {
	/** @default "dns" */
	readonly scheme: Scheme;
	/** In lower case with the final dot; several for a network whose prefix ends within a label. */
	readonly zones: readonly string[];
	/** As written; undefined leaves it to the scheme: 53, 853 for tls and quic, 443 for grpc, https and https3. */
	readonly port: number | undefined;
}

/** A key taken apart, or why CoreDNS does not take it, in words. */
export type ZoneKeyResult =
	| { readonly ok: true; readonly key: ZoneKey }
	| { readonly ok: false; readonly reason: string };

const schemes: readonly Scheme[] = ["tls", "dns", "quic", "grpc", "https3", "https", "unix"];

/**
 * Takes a key apart as CoreDNS does before any plugin is set up (coredns/coredns: core/dnsserver/register.go,
 * plugin/normalize.go). A port is a number behind the last colon; a network such as 10.42.0.0/15 stands for its
 * reverse zones.
 */
export function parseZoneKey(text: string): ZoneKeyResult {
	const scheme = schemes.find((each) => text.startsWith(`${each}://`));
	const split = splitPort(scheme === undefined ? text : text.slice(scheme.length + 3));
	if (!split.ok) return split;
	const { port, zones } = split;
	for (const zone of zones) {
		const again = splitPort(absolute(zone));
		if (!again.ok) return again;
	}
	const names = zones.map((zone) => lowerCase(absolute(zone)));
	return { ok: true, key: { scheme: scheme ?? "dns", zones: names, port } };
}

type Split =
	| { readonly ok: true; readonly zones: readonly string[]; readonly port: number | undefined }
	| { readonly ok: false; readonly reason: string };

function splitPort(text: string): Split {
	if (text === "" || text.endsWith(":")) return { ok: false, reason: "nothing stands behind the last colon" };
	const [, before = text, digits] = /^(.*):([+-]?\d+)$/s.exec(text) ?? [];
	const port = digits === undefined || !isInt64(digits) ? undefined : Number(digits);
	const zone = port === undefined ? text : before;
	if (utf8Length(zone) > 255) return { ok: false, reason: "the zone is longer than 255 bytes" };
	if (!isDomainName(zone)) return { ok: false, reason: "the zone is no domain name" };
	const network = readNetwork(zone);
	if (network === undefined) return { ok: true, zones: [zone], port };
	// CoreDNS would mistake these for an empty host and a port.
	if (/^(?::|0.*:)/s.test(zone))
		return { ok: false, reason: "CoreDNS takes no network that begins with 0 or a colon" };
	return { ok: true, zones: networkZones(network.address, network.prefix), port };
}

/** What Go's strconv.Atoi takes on a machine of 64 bits. */
function isInt64(digits: string): boolean {
	const value = digits.replace(/^[+-]?0*/, "");
	if (value.length > 19) return false;
	const signed = digits.startsWith("-") ? -BigInt(value) : BigInt(value);
	return BigInt.asIntN(64, signed) === signed;
}

function readNetwork(text: string): { address: string; prefix: number } | undefined {
	const [, address, digits] = /^([^/]*)\/(\d+)$/.exec(text) ?? [];
	if (address === undefined || parseIp(address) === undefined) return undefined;
	const prefix = Number(digits);
	return prefix <= (address.includes(":") ? 128 : 32) ? { address, prefix } : undefined;
}
