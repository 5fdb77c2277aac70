import { LocaldnsError } from "../errors.ts";

/** Zones below which every address has its name. */
export const allReverseZones: readonly string[] = ["in-addr.arpa", "ip6.arpa"];

/**
 * Zones that hold the names of a network's addresses: one, or up to 128 for IPv4 and 8 for IPv6 where the prefix ends
 * within a label (RFC 1034 section 3.6.2, RFC 3596 section 2.5).
 *
 * @throws LocaldnsError LDNS464
 */
export const reverseZonesOf = (cidrs: readonly string[]): readonly string[] => [
	...new Set(cidrs.flatMap(reverseZones)),
];

/** How the names of a family are made of its addresses. */
interface ReverseTree {
	readonly bits: number;
	readonly bitsOfLabel: number;
	readonly radix: number;
	readonly zone: string;
}

const ipv4: ReverseTree = { bits: 32, bitsOfLabel: 8, radix: 10, zone: "in-addr.arpa" };
const ipv6: ReverseTree = { bits: 128, bitsOfLabel: 4, radix: 16, zone: "ip6.arpa" };

function reverseZones(cidr: string): string[] {
	const [, address = "", prefix = ""] = /^([\da-f:.]+)\/(\d{1,3})$/i.exec(cidr) ?? [];
	const tree = address.includes(":") ? ipv6 : ipv4;
	const value = tree === ipv6 ? ipv6Value(address) : ipv4Value(address);
	const length = Number(prefix);
	if (value === undefined || length < 1 || length > tree.bits) {
		throw new LocaldnsError(
			"LDNS464",
			`clusterCidrs: read ${JSON.stringify(cidr)}; a network such as 10.42.0.0/16 or fd00:42::/56 is expected`,
		);
	}
	const labels = Math.ceil(length / tree.bitsOfLabel);
	const step = BigInt(tree.bits - labels * tree.bitsOfLabel);
	const first = (value >> BigInt(tree.bits - length)) << BigInt(labels * tree.bitsOfLabel - length);
	const zones = 2 ** (labels * tree.bitsOfLabel - length);
	return Array.from({ length: zones }, (_, index) => zoneName((first + BigInt(index)) << step, labels, tree));
}

/** The leading labels of an address, last one first. */
function zoneName(value: bigint, labels: number, { bits, bitsOfLabel, radix, zone }: ReverseTree): string {
	const mask = (1n << BigInt(bitsOfLabel)) - 1n;
	const parts = Array.from({ length: labels }, (_, index) =>
		((value >> BigInt(bits - (index + 1) * bitsOfLabel)) & mask).toString(radix),
	);
	return [...parts.reverse(), zone].join(".");
}

function ipv4Value(address: string): bigint | undefined {
	const octets = address.split(".");
	if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) {
		return undefined;
	}
	return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function ipv6Value(address: string): bigint | undefined {
	const [head = "", tail, ...more] = address.split("::");
	const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
	const front = groups(head);
	const back = groups(tail ?? "");
	const missing = 8 - front.length - back.length;
	if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
	const all = [...front, ...Array<string>(missing).fill("0"), ...back];
	if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
	return all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
