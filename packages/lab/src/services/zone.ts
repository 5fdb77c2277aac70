import { clusterDnsService, clusterDomain } from "../network/addresses.ts";
import type { ExternalHost } from "./external-hosts.ts";
import { type Service, serviceFqdn } from "./service.ts";

/** TTL of cluster records, and of the answer that a name does not exist: the kubernetes plugin's default. */
const clusterTtl = 5;
/** A TTL that public names often have. */
const externalTtl = 60;

/**
 * The cluster's zone as the kubernetes plugin would serve it: A records only, so that AAAA is NODATA,
 * NXDOMAIN for the rest, both with an SOA whose minimum is the TTL.
 * @param serial greater than in every zone file written before, or CoreDNS keeps the old one
 */
export function clusterZone(services: readonly Service[], serial: number): string {
	return [
		`$ORIGIN ${clusterDomain}.`,
		`$TTL ${clusterTtl}`,
		`@ IN SOA ns.dns.${clusterDomain}. hostmaster.${clusterDomain}. ${serial} 7200 1800 86400 ${clusterTtl}`,
		`@ IN NS ns.dns.${clusterDomain}.`,
		`ns.dns IN A ${clusterDnsService}`,
		'dns-version IN TXT "1.1.0"',
		...services.map((service) => `${serviceFqdn(service)} IN A ${service.clusterIp}`),
		"",
	].join("\n");
}

/** Everything outside the cluster in one zone, the root: other names do not exist. */
export function externalZone(hosts: readonly ExternalHost[]): string {
	return [
		"$ORIGIN .",
		`$TTL ${externalTtl}`,
		`@ IN SOA a.root-servers.net. nstld.example.com. 1 1800 900 604800 ${externalTtl}`,
		"@ IN NS a.root-servers.net.",
		...hosts.flatMap(({ fqdn, address, ipv6 }) => [
			`${fqdn} IN A ${address}`,
			...(ipv6 === undefined ? [] : [`${fqdn} IN AAAA ${ipv6}`]),
		]),
		"",
	].join("\n");
}
