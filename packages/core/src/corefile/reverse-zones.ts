import { LocaldnsError } from "../errors.ts";
import { parseIp } from "./ip-address.ts";
import { familyOf } from "./ip-family.ts";

/** Zones below which every address has its name. */
export const allReverseZones: readonly string[] = ["in-addr.arpa", "ip6.arpa"];

/**
 * Zones that hold the names of networks' addresses. A network has one, or up to 128 for IPv4 and 8 for IPv6 where its
 * prefix ends within a label (RFC 1035 section 3.5, RFC 3596 section 2.5).
 *
 * @throws LocaldnsError LDNS464
 */
export const reverseZonesOf = (cidrs: readonly string[]): readonly string[] => [
	...new Set(cidrs.flatMap(reverseZones)),
];

function reverseZones(cidr: string): string[] {
	const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
	const prefix = Number(length);
	const labels = labelsOf(address);
	const bits = familyOf(address) === "ipv6" ? 4 : 8;
	if (labels === undefined || prefix < 1 || prefix > labels.length * bits) {
		throw new LocaldnsError(
			"LDNS464",
			`clusterCidrs: read ${JSON.stringify(cidr)}; a network such as 10.42.0.0/16 or fd00:42::/56 is expected`,
		);
	}
	return networkZones(address, prefix);
}

/** Zones of a network, without a final dot: `10.42.0.0`, 15 has 42.10.in-addr.arpa and 43.10.in-addr.arpa. */
export function networkZones(address: string, prefix: number): string[] {
	const labels = labelsOf(address) ?? [];
	const [bits, radix, tree] = familyOf(address) === "ipv6" ? [4, 16, "ip6.arpa"] : [8, 10, "in-addr.arpa"];
	const whole = Math.ceil(prefix / bits);
	if (whole === 0) return [tree];
	const free = whole * bits - prefix;
	const last = ((labels[whole - 1] ?? 0) >> free) << free;
	return Array.from({ length: 2 ** free }, (_, index) =>
		[last + index, ...labels.slice(0, whole - 1).reverse()]
			.map((label) => label.toString(radix))
			.concat(tree)
			.join("."),
	);
}

/** Four octets of an IPv4 address, 32 half-octets of an IPv6 address. */
function labelsOf(address: string): number[] | undefined {
	const ip = parseIp(address);
	return familyOf(address) === "ipv6" ? ip?.flatMap((byte) => [byte >> 4, byte & 15]) : ip?.slice(12);
}
