export interface ExternalHost {
	/** Absolute, with the final dot. */
	fqdn: string;
	address: string;
	/** Without it AAAA is NODATA. */
	ipv6?: string;
}

const roles = ["api", "cdn", "auth", "images", "payments", "mail", "static", "login"];
const domains = ["example.com", "example.net", "example.org"];
/** Networks for documentation (RFC 5737): nobody is at these addresses. */
const networks = ["192.0.2", "198.51.100", "203.0.113"];
const hostsPerNetwork = 254;

/** As many as the documentation networks have addresses for. */
const mostExternalHosts = networks.length * hostsPerNetwork;

/** Hosts outside the cluster, `count` of at most `mostExternalHosts`. */
export function externalHosts(count: number): ExternalHost[] {
	return Array.from({ length: Math.min(count, mostExternalHosts) }, (_, number) => externalHost(number));
}

const wellKnownDomains = ["example.com", "example.org", "example.net", "iana.org"];

/** Names that are in the public DNS at all times, and that a bench asks for where it was told no others; with A and AAAA. */
export const wellKnownHosts: readonly ExternalHost[] = wellKnownDomains
	.flatMap((domain) => [`${domain}.`, `www.${domain}.`])
	.map((fqdn, index) => ({
		fqdn,
		address: `203.0.113.${index + 1}`,
		// For documentation as well (RFC 3849).
		ipv6: `2001:db8::${index + 1}`,
	}));

function externalHost(number: number): ExternalHost {
	const role = roles[number % roles.length];
	const domain = domains[number % domains.length];
	const network = networks[Math.floor(number / hostsPerNetwork)];
	return { fqdn: `${role}-${number}.${domain}.`, address: `${network}.${(number % hostsPerNetwork) + 1}` };
}
