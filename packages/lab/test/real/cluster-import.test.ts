import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CarryChoice, carryClusterDns, readClusterDns } from "@localdns/core/cluster-dns";
import { buildNodeCorefile, type Engine, printCorefile } from "@localdns/core/corefile";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CoreDnsVersion, coreDnsVersions, provideCoreDns } from "../../src/servers/coredns.ts";
import { askAll, cacheAddress, clusterDns, external, type Round, stubs } from "./cluster-import-plan.ts";

let binaries: Record<CoreDnsVersion, string>;
const folder = mkdtempSync(join(tmpdir(), "localdns-cluster-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
	binaries = await provideCoreDns(coreDnsVersions, undefined, () => {});
}, 600_000);

const kubernetes = `    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }`;

/** K3s' Corefile. */
const k3s = (forward: string): string => `.:53 {
    errors
    health
    ready
${kubernetes}
    hosts /etc/coredns/NodeHosts {
      ttl 60
      reload 15s
      fallthrough
    }
    prometheus :9153
    cache 30
    loop
    reload
    loadbalance
    import /etc/coredns/custom/*.override
    ${forward}
}
import /etc/coredns/custom/*.server
`;

const nodeHosts = "10.0.0.1 node-1\n10.0.0.2 node-2.lan\nfd00::2 node-2.lan\n";

const custom: Record<string, string> = {
	"a.override": `rewrite name exact shop.example web.default.svc.cluster.local
rewrite name suffix .dev.example .default.svc.cluster.local
forward team.example ${stubs[0]}
forward late.team.example ${stubs[1]}
template IN A wild.example {
  answer "{{ .Name }} 60 IN A 198.51.100.77"
}
`,
	"b.server": `corp.example:53 {
  errors
  cache 30
  forward . ${stubs[0]} ${stubs[1]} {
    policy sequential
  }
}
`,
	"c.server": `tcp.example tcp2.example {
  forward . ${stubs[1]} {
    force_tcp
  }
}
`,
	"d.server": `hosts.example {
  hosts {
    198.51.100.80 www.hosts.example
    fallthrough
  }
  forward . ${stubs[0]}
}
`,
	"e.server": `zone.example {
  file /etc/coredns/custom/zone.db
}
`,
	"f.server": `10.0.2.0/24 {
  forward . ${stubs[0]}
}
`,
	"g.server": `sidecar.example {
  forward . 127.0.0.1:5399
}
below.corp.example {
  template IN A {
    answer "{{ .Name }} 60 IN A 198.51.100.99"
  }
}
`,
	"zone.db": `$ORIGIN zone.example.
@ 60 IN SOA ns hostmaster 1 60 60 60 60
@ 60 IN NS ns
ns 60 IN A 198.51.100.3
a 60 IN A 198.51.100.4
txt 60 IN TXT "of the cluster"
alias 60 IN CNAME a
`,
};

/** What the kubernetes plugin would answer; there is no API server here, so the file plugin stands in for it. */
const serviceZones = {
	"cluster.db": `$ORIGIN cluster.local.
@ 5 IN SOA ns.dns hostmaster 1 60 60 60 5
@ 5 IN NS ns.dns
ns.dns 5 IN A 10.43.0.10
kubernetes.default.svc 5 IN A 10.43.0.1
web.default.svc 5 IN A 10.43.0.50
`,
	"services.db": `$ORIGIN 43.10.in-addr.arpa.
@ 5 IN SOA ns.dns.cluster.local. hostmaster 1 60 60 60 5
@ 5 IN NS ns.dns.cluster.local.
1.0 5 IN PTR kubernetes.default.svc.cluster.local.
`,
};

const questions = [
	"kubernetes.default.svc.cluster.local. A",
	"kubernetes.default.svc.cluster.local. AAAA",
	"missing.default.svc.cluster.local. A",
	"1.0.43.10.in-addr.arpa. PTR",
	"node-1. A",
	"NODE-1. A",
	"node-1. AAAA",
	"node-2.lan. AAAA",
	"1.0.0.10.in-addr.arpa. PTR",
	"shop.example. A",
	"web.dev.example. A",
	"www.team.example. A",
	"late.team.example. A",
	"x.wild.example. A",
	"www.corp.example. A",
	"missing.corp.example. A",
	"x.below.corp.example. A",
	"www.tcp.example. A",
	"www.tcp2.example. A",
	"www.hosts.example. A",
	"other.hosts.example. A",
	"a.zone.example. A",
	"alias.zone.example. A",
	"txt.zone.example. TXT",
	"none.zone.example. A",
	"5.2.0.10.in-addr.arpa. PTR",
	"x.sidecar.example. A",
	"www.public.example. A",
	"nowhere.public.example. A",
	"private.rest.example. A",
];

/** A server that gives this address for every name but those that begin with `missing`. */
const answering = (bind: string, address: string, port = 53): string => `.:${port} {
    bind ${bind}
    template IN A {
        match "^missing\\."
        rcode NXDOMAIN
        authority ". 60 IN SOA ns. hostmaster. 1 60 60 60 60"
        fallthrough
    }
    template IN A {
        answer "{{ .Name }} 60 IN A ${address}"
    }
    template IN PTR {
        answer "{{ .Name }} 60 IN PTR host.corp.example."
    }
}
`;

/** Knows public.example and nothing that is private. */
const publicResolver = `.:53 {
    bind ${external}
    template IN A public.example {
        match "^www\\."
        answer "{{ .Name }} 60 IN A 198.51.100.200"
        fallthrough
    }
    template ANY ANY {
        rcode NXDOMAIN
        authority ". 60 IN SOA ns. hostmaster. 1 60 60 60 60"
    }
}
`;

/** A Corefile splits paths at blanks. */
const folderOf = (name: string): string => join(folder, name.replaceAll(" ", "-"));

/** The cluster's own texts with what has to differ here: paths, the kubernetes plugin, and the address listened on. */
function layDown(name: string, corefile: string, overrides: Record<string, string>): string {
	const at = folderOf(name);
	mkdirSync(join(at, "custom"), { recursive: true });
	const real = (text: string): string =>
		text
			.replaceAll("/etc/coredns/", `${at}/`)
			.replaceAll("/etc/resolv.conf", `${at}/resolv.conf`)
			.replace(
				kubernetes,
				`    file ${at}/cluster.db cluster.local\n    file ${at}/services.db 43.10.in-addr.arpa`,
			)
			.replaceAll(/^(\S.*\{)$/gm, `$1\n    bind ${clusterDns}`);
	for (const [key, text] of Object.entries(overrides)) {
		writeFileSync(join(at, "custom", key), key.endsWith(".server") ? real(text) : text);
	}
	for (const [key, text] of Object.entries(serviceZones)) writeFileSync(join(at, key), text);
	writeFileSync(join(at, "NodeHosts"), nodeHosts);
	writeFileSync(join(at, "resolv.conf"), `nameserver ${external}\n`);
	return real(corefile);
}

interface Cluster {
	readonly name: string;
	readonly corefile: string;
	readonly custom: Record<string, string>;
}

const clusters: Cluster[] = [
	{ name: "K3s with coredns-custom", corefile: k3s("forward . /etc/resolv.conf"), custom },
	{
		name: "K3s with private upstreams",
		corefile: k3s(`forward . ${stubs[1]} ${external} {\n      policy sequential\n    }`),
		custom,
	},
	{
		name: "K3s with a rewrite of any name",
		corefile: k3s("forward . /etc/resolv.conf"),
		custom: {
			...custom,
			"z.override": "rewrite name regex private\\.rest\\.example web.default.svc.cluster.local\n",
		},
	},
];

const engines = [
	["node-cache", "1.13.2"],
	["coredns", "1.15.0"],
] as const satisfies [Engine, CoreDnsVersion][];

const choices: CarryChoice[] = [
	{ profile: "resilient" },
	{ profile: "resilient", direct: true },
	{ profile: "resilient", externalUpstreams: [external] },
	{ profile: "resilient", externalUpstreams: [external], direct: true },
	{ profile: "upstream" },
	{ profile: "upstream", direct: true },
];

/** What node-cache writes in place of its placeholders, and the resolv.conf of this test's node. */
const filled = (corefile: string, cluster: string): string =>
	corefile
		.replaceAll("__PILLAR__CLUSTER__DNS__", clusterDns)
		.replaceAll("__PILLAR__UPSTREAM__SERVERS__", external)
		.replaceAll("/etc/resolv.conf", join(folderOf(cluster), "resolv.conf"));

function nodeCorefile(cluster: Cluster, engine: Engine, choice: CarryChoice, imported: boolean): string {
	const read = readClusterDns({ corefile: cluster.corefile, nodeHosts, custom: cluster.custom });
	if (!read.ok) throw new Error(read.error.message);
	const { notes: _notes, ...carried } = carryClusterDns(read.facts, choice);
	const { direct: _direct, ...settings } = choice;
	const corefile = buildNodeCorefile({ engine, ...settings, ...(imported ? carried : {}) });
	return filled(printCorefile(corefile), cluster.name);
}

/** Questions whose answers differ, each with both answers. */
const differences = (before: readonly string[], after: readonly string[]): string[] =>
	questions.flatMap((question, index) =>
		before[index] === after[index] ? [] : [`${question}: ${before[index]} became ${after[index]}`],
	);

describe.each(clusters)("$name", (cluster) => {
	const variants = engines.flatMap(([engine, version]) =>
		choices.flatMap((choice) => [true, false].map((imported) => ({ engine, version, choice, imported }))),
	);
	let answers: (readonly string[])[] = [];

	beforeAll(async () => {
		const coredns = binaries["1.15.0"];
		const background = [
			layDown(cluster.name, cluster.corefile, cluster.custom),
			answering(stubs[0], "198.51.100.11"),
			answering(stubs[1], "198.51.100.12"),
			answering("127.0.0.1", "198.51.100.53", 5399),
			publicResolver,
		].map((corefile) => ({ coredns, corefile }));
		const rounds: Round[] = [
			{ server: clusterDns, questions },
			...variants.map(({ engine, version, choice, imported }) => ({
				server: cacheAddress,
				questions,
				cache: { coredns: binaries[version], corefile: nodeCorefile(cluster, engine, choice, imported) },
			})),
		];
		answers = await askAll(folder, background, rounds);
	}, 170_000);

	const [before, ...after] = [0, ...variants.map((_, index) => index + 1)].map(
		(index) => () => answers[index] ?? [],
	);

	it("answers every question itself", () => {
		expect(before?.()).toHaveLength(questions.length);
		expect(before?.().filter((answer) => /no answer|SERVFAIL|REFUSED/.test(answer))).toEqual([]);
	});

	it.each(variants.map((variant, index) => ({ ...variant, index })).filter(({ imported }) => imported))(
		"gives the same answers through the cache: $engine, $choice",
		({ index, choice }) => {
			const changed = differences(before?.() ?? [], after[index]?.() ?? []);
			expect(changed.filter((line) => !isLoss(cluster, choice, line))).toEqual([]);
		},
	);

	it.each(variants.map((variant, index) => ({ ...variant, index })).filter(({ imported }) => !imported))(
		"and loses names without the import, wherever others are asked: $engine, $choice",
		({ index, choice }) => {
			const changed = differences(before?.() ?? [], after[index]?.() ?? []);
			const elsewhere = choice.profile === "upstream" || choice.externalUpstreams !== undefined;
			if (elsewhere) expect(changed.length).toBeGreaterThanOrEqual(15);
			else expect(changed).toEqual([]);
		},
	);
});

/** Names of no zone that other upstreams were wanted for: the import warns of them. */
const isLoss = (cluster: Cluster, { externalUpstreams }: CarryChoice, line: string): boolean =>
	externalUpstreams !== undefined &&
	cluster.name === "K3s with private upstreams" &&
	/^(www|nowhere)\.public|^private\.rest/.test(line);
