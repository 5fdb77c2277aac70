import { parseIp } from "../corefile/ip-address.ts";
import { familyOf } from "../corefile/ip-family.ts";
import { reverseZonesOf } from "../corefile/reverse-zones.ts";
import { absoluteName } from "../dns/name.ts";

/** What a hosts file answers: names, and the reverse names of its addresses. Without the final dot. */
export interface HostsNames {
	readonly names: readonly string[];
	readonly reverse: readonly string[];
}

/** Reads a hosts file as CoreDNS does (plugin/hosts/hostsfile.go): address first, `#` begins a comment. */
export function namesOfHosts(text: string): HostsNames {
	const names = new Set<string>();
	const reverse = new Set<string>();
	for (const line of text.split("\n")) {
		const [withScope = "", ...hosts] = (line.split("#")[0] ?? "").trim().split(/\s+/);
		const [address = ""] = withScope.split("%");
		if (parseIp(address) === undefined) continue;
		const known = hosts.map(absoluteName).filter(isHostName);
		for (const name of known) names.add(name.slice(0, -1));
		if (known.length > 0) for (const zone of reverseName(address)) reverse.add(zone);
	}
	return { names: [...names], reverse: [...reverse] };
}

/**
 * Other characters stand in no name of a host (RFC 1123 section 2.1, and the underscore of service names); in a server
 * block's key a slash would make it a network, a brace an environment variable.
 */
const isHostName = (name: string | undefined): name is string =>
	name !== undefined && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.$/.test(name);

/** An IPv4 address in the spelling of IPv6 has none of its own. */
const reverseName = (address: string): readonly string[] =>
	/:.*\./.test(address) ? [] : reverseZonesOf([`${address}/${familyOf(address) === "ipv4" ? 32 : 128}`]);
