import { LocaldnsError } from "../errors.ts";
import { isIpv6, isLoopback, isUnspecified, parseIp } from "./ip-address.ts";
import { type AddressFamily, familiesOf, familyOf, type IpFamily } from "./ip-family.ts";

/** One address, or a list of one per family. */
export type Addresses = string | readonly string[];

/** Addresses as they were asked for; what is left out has the defaults of K3s. */
export interface AddressSettings {
	readonly ipFamily?: IpFamily;
	readonly localAddress?: Addresses;
	readonly clusterDns?: Addresses;
}

/** One address of the cache and one of the cluster DNS per family, in the same order. */
export interface NodeAddresses {
	readonly local: readonly string[];
	readonly clusterDns: readonly string[];
}

const ownDefaults: Readonly<Record<AddressFamily, string>> = {
	ipv4: "169.254.20.10",
	ipv6: "fd00:169:254:20::10",
};

/** Tenth address of K3s' service networks, 10.43.0.0/16 and fd00:43::/112. */
const clusterDnsDefaults: Readonly<Record<AddressFamily, string>> = {
	ipv4: "10.43.0.10",
	ipv6: "fd00:43::a",
};

type AddressSetting = "localAddress" | "clusterDns";

const listOf = (addresses: Addresses | undefined): readonly string[] =>
	addresses === undefined ? [] : typeof addresses === "string" ? [addresses] : addresses;

/**
 * Fills in what was left out. The families are those that were asked for, else those of the cluster DNS, else those
 * of the cache's own addresses, else IPv4; their order is the cluster DNS' where it has several.
 *
 * @throws LocaldnsError LDNS460 families that do not agree, LDNS462 an address that the cache cannot have
 */
export function nodeAddresses({ ipFamily, localAddress, clusterDns }: AddressSettings): NodeAddresses {
	const given = { localAddress: listOf(localAddress), clusterDns: listOf(clusterDns) };
	const families = familiesAsked(ipFamily, given.clusterDns, given.localAddress);
	const local = pick("localAddress", given.localAddress, families, ownDefaults);
	const cluster = pick("clusterDns", given.clusterDns, families, clusterDnsDefaults);
	for (const address of local) checkOwn(address, cluster);
	return { local, clusterDns: cluster };
}

function familiesAsked(
	asked: IpFamily | undefined,
	...given: readonly (readonly string[])[]
): readonly AddressFamily[] {
	const ordered = given.map((addresses) => [...new Set(addresses.map(familyOf))]);
	const longest = ordered.find(({ length }) => length === 2);
	if (asked === "dual") return longest ?? familiesOf(asked);
	if (asked !== undefined) return [asked];
	return ordered.find(({ length }) => length > 0) ?? ["ipv4"];
}

/** The first address of each family, with the family that they are of. */
function fittingCommand(setting: AddressSetting, given: readonly string[]): string {
	const kept = given.filter(
		(address, index) => given.findIndex((each) => familyOf(each) === familyOf(address)) === index,
	);
	const families = kept.map(familyOf);
	const flag = setting === "localAddress" ? "--local-address" : "--cluster-dns";
	return `localdns render --ip-family ${families.length === 2 ? "dual" : families[0]} ${flag} ${kept.join(",")}`;
}

function pick(
	setting: AddressSetting,
	given: readonly string[],
	families: readonly AddressFamily[],
	defaults: Readonly<Record<AddressFamily, string>>,
): string[] {
	const wrong = (what: string) =>
		new LocaldnsError("LDNS460", `${setting}: read ${given.join(", ")}; ${what}`, {
			hint: fittingCommand(setting, given),
		});
	if (new Set(given.map(familyOf)).size < given.length) throw wrong("one address per IP family is allowed");
	const stranger = given.find((address) => !families.includes(familyOf(address)));
	if (stranger !== undefined) throw wrong(`${stranger} is not ${families.join(" or ")}, which is asked for`);
	return families.map((family) => given.find((address) => familyOf(address) === family) ?? defaults[family]);
}

function checkOwn(address: string, clusterDns: readonly string[]): void {
	const same = (other: string): boolean => parseIp(other)?.join() === parseIp(address)?.join();
	const why = clusterDns.some(same)
		? "it is the cluster DNS' own, so the cache would ask itself"
		: isReachable(address)
			? undefined
			: "no pod can reach the cache at it";
	if (why === undefined) return;
	throw new LocaldnsError("LDNS462", `localAddress: read ${address}; ${why}`, {
		hint: `localdns render --local-address ${ownDefaults[familyOf(address)]}`,
	});
}

/**
 * Not so: what is no address, loopback, unspecified, multicast, broadcast, IPv4 written as IPv6, and fe80::/10, which
 * means nothing without an interface.
 */
function isReachable(address: string): boolean {
	const ip = parseIp(address);
	if (ip === undefined || isLoopback(ip) || isUnspecified(ip)) return false;
	if (ip.slice(12).every((byte) => byte === 255) && !isIpv6(ip)) return false;
	if (isIpv6(ip) !== (familyOf(address) === "ipv6")) return false;
	const [a = 0, b = 0] = isIpv6(ip) ? ip : ip.slice(12);
	return isIpv6(ip) ? a !== 0xff && !(a === 0xfe && b >> 6 === 2) : a !== 0 && (a < 224 || a > 239);
}
