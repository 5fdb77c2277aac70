const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4 = new RegExp(`^${octet}(\\.${octet}){3}$`);

function isIpv6(text: string): boolean {
	if (text.length > 39 || !/^[0-9a-f:]+$/i.test(text)) return false;
	const halves = text.split("::");
	if (halves.length > 2) return false;
	const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
	if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return false;
	return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}

/** Addresses that every pod would be given: the kubelet hands out no more (pkg/apis/core/validation, MaxDNSNameservers). */
const mostAddresses = 3;

/**
 * Reads the addresses of `--address`: IPv4 or IPv6, separated by commas, one to three, none twice.
 * @returns undefined for anything else
 */
export function parseAddresses(text: string): readonly string[] | undefined {
	const all = text.split(",");
	const good = all.every((each) => ipv4.test(each) || isIpv6(each));
	return good && all.length <= mostAddresses && new Set(all).size === all.length ? all : undefined;
}

/** 169.254.0.0/16 or fe80::/10: an address that means nothing beyond its own node, so never a Service's. */
export function isLinkLocal(address: string): boolean {
	return address.startsWith("169.254.") || /^fe[89ab][0-9a-f]:/i.test(address);
}
