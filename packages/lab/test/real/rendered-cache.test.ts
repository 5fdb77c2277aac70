import {
	type Combination,
	combinations,
	type KubernetesObject,
	renderBundle,
} from "@localdns/core/manifests";
import { beforeAll, describe, expect, it } from "vitest";
import { type CoreDnsVersion, coreDnsVersions, provideCoreDns } from "../../src/servers/coredns.ts";
import { runCache } from "./rendered-cache.ts";

let binaries: Record<CoreDnsVersion, string>;

beforeAll(async () => {
	binaries = await provideCoreDns(coreDnsVersions, undefined, () => {});
}, 600_000);

/** In mode intercept the cache has the cluster DNS' own addresses, so that one is at another. */
const clusterDns = ({ mode }: Combination): string => `. {
	bind ${mode === "intercept" ? "192.0.2.53" : "192.0.2.53 10.43.0.10 fd00:43::a"}
	template IN A {
		answer "{{ .Name }} 5 IN A 10.43.7.7"
	}
	template ANY ANY {
		rcode NXDOMAIN
	}
}
`;

/** The Corefiles as rendered, with node-cache's placeholders filled in as it would. */
function corefilesOf(objects: readonly KubernetesObject[]): string[] {
	const map = objects.find(
		({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "node-local-dns",
	) as KubernetesObject & { data: Record<string, string> };
	return Object.values(map.data).map((text) =>
		text
			.replaceAll("__PILLAR__CLUSTER__DNS__", "192.0.2.53")
			.replaceAll("__PILLAR__UPSTREAM__SERVERS__", "192.0.2.53"),
	);
}

const own = { ipv4: ["169.254.20.10"], ipv6: ["fd00:169:254:20::10"] };
const service = { ipv4: ["10.43.0.10"], ipv6: ["fd00:43::a"] };
const both = (of: typeof own) => ({ ...of, dual: [...of.ipv4, ...of.ipv6] });

/** What the probes of the rendered pods and a Prometheus ask. */
function urlsOf({ profile, engine, ipFamily }: Combination): string[] {
	if (profile === "article") return ["http://192.0.2.7:9253/metrics"];
	const processes = engine === "coredns" ? both(own)[ipFamily].slice(0, 1) : both(own)[ipFamily];
	const hosts = processes.map((address) => (address.includes(":") ? `[${address}]` : address));
	return [
		...hosts.map((host) => `http://${host}:8080/health`),
		...hosts.map((_, index) => `http://192.0.2.7:${9253 + index}/metrics`),
		...(engine === "coredns" && profile === "resilient"
			? hosts.map((host) => `http://${host}:8181/ready`)
			: []),
	];
}

describe("a rendered cache, on real CoreDNS in place of each engine,", () => {
	it.each(combinations)(
		"answers at every address, before, during and after an update: $profile, $engine, $mode, $ipFamily",
		(combination) => {
			const { engine, mode, ipFamily } = combination;
			const addresses = [...both(own)[ipFamily], ...(mode === "intercept" ? both(service)[ipFamily] : [])];
			const urls = urlsOf(combination);
			const right = addresses.map(() => "10.43.7.7");
			const report = runCache({
				binary: binaries[engine === "coredns" ? "1.15.0" : "1.13.2"],
				clusterDns: clusterDns(combination),
				corefiles: corefilesOf(renderBundle(combination)),
				addresses,
				urls,
			});
			expect(report).toEqual({
				answers: right,
				tcp: addresses.map(() => true),
				http: urls.map(() => 200),
				during: right,
				after: right,
			});
		},
		60_000,
	);
});
