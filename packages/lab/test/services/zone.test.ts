import { expect, it } from "vitest";
import { externalHosts, wellKnownHosts } from "../../src/services/external-hosts.ts";
import { steadyServices } from "../../src/services/service.ts";
import { clusterZone, externalZone } from "../../src/services/zone.ts";

it("serves Services as the kubernetes plugin does: A records with TTL 5, and an SOA whose minimum is 5", () => {
	const zone = clusterZone([{ name: "cart", namespace: "shop", clusterIp: "10.43.1.2" }], 3);
	expect(zone).toBe(`$ORIGIN cluster.local.
$TTL 5
@ IN SOA ns.dns.cluster.local. hostmaster.cluster.local. 3 7200 1800 86400 5
@ IN NS ns.dns.cluster.local.
ns.dns IN A 10.43.0.10
dns-version IN TXT "1.1.0"
cart.shop.svc.cluster.local. IN A 10.43.1.2
`);
});

it("knows the Services that K3s brings", () => {
	const names = steadyServices.map(({ name, namespace }) => `${name}.${namespace}`);
	expect(names).toEqual(
		expect.arrayContaining([
			"kubernetes.default",
			"kube-dns.kube-system",
			"metrics-server.kube-system",
			"traefik.kube-system",
		]),
	);
});

it("gives every host outside a name and an address of its own, from the networks for documentation", () => {
	const hosts = externalHosts(600);
	expect(new Set(hosts.map(({ fqdn }) => fqdn)).size).toBe(600);
	expect(new Set(hosts.map(({ address }) => address)).size).toBe(600);
	for (const { fqdn, address } of hosts) {
		expect(fqdn).toMatch(/^[a-z]+-\d+\.example\.(com|net|org)\.$/);
		expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.([1-9]\d?|1\d\d|2[0-4]\d|25[0-4])$/);
	}
});

it("serves external names with a TTL that public names have", () => {
	const zone = externalZone([{ fqdn: "api-0.example.com.", address: "192.0.2.1" }]);
	expect(zone).toContain("$TTL 60\n");
	expect(zone).toContain("\napi-0.example.com. IN A 192.0.2.1\n");
});

it("serves both families for the names that a bench asks for by itself, and one for the others", () => {
	const lines = externalZone(wellKnownHosts).split("\n");
	for (const name of ["example.com.", "www.example.com.", "iana.org.", "www.example.net."])
		expect(lines.filter((line) => line.startsWith(`${name} IN `)).map((line) => line.split(" ")[2])).toEqual([
			"A",
			"AAAA",
		]);
	expect(externalZone(externalHosts(3))).not.toContain("AAAA");
});
