import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterDns, external, stubs } from "./cluster-import-plan.ts";

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

export const nodeHosts = "10.0.0.1 node-1\n10.0.0.2 node-2.lan\nfd00::2 node-2.lan\n";

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

export const questions = [
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
export const answering = (bind: string, address: string, port = 53): string => `.:${port} {
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
export const publicResolver = `.:53 {
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
export const folderOf = (folder: string, name: string): string => join(folder, name.replaceAll(" ", "-"));

/** The cluster's own texts with what has to differ here: paths, the kubernetes plugin, and the address listened on. */
export function layDown(folder: string, { name, corefile, custom }: Cluster): string {
	const at = folderOf(folder, name);
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
	for (const [key, text] of Object.entries(custom)) {
		writeFileSync(join(at, "custom", key), key.endsWith(".server") ? real(text) : text);
	}
	for (const [key, text] of Object.entries(serviceZones)) writeFileSync(join(at, key), text);
	writeFileSync(join(at, "NodeHosts"), nodeHosts);
	writeFileSync(join(at, "resolv.conf"), `nameserver ${external}\n`);
	return real(corefile);
}

export interface Cluster {
	readonly name: string;
	readonly corefile: string;
	readonly custom: Record<string, string>;
}

export const clusters: Cluster[] = [
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
