import type { ClusterDnsTexts } from "../../src/cluster-dns/read.ts";

/** A cluster DNS as it is found, and what is expected to be read from it. */
export interface ClusterCase extends ClusterDnsTexts {
	readonly title: string;
	readonly domains?: readonly string[];
	/** `zone <- who is asked`, sorted; zones of the kubernetes plugin left out. */
	readonly zones: readonly string[];
	/** Kind of rest, with its upstreams. */
	readonly rest: string;
	/** Beginnings of the lines that have no effect. */
	readonly withoutEffect?: readonly string[];
}

const kubernetes = `    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }`;

/** K3s as of `version`: where its imports stand has changed (k3s-io/k3s: manifests/coredns.yaml). */
export function k3sCorefile(version: "1.21" | "1.23" | "1.27" | "1.35"): string {
	const override = "    import /etc/coredns/custom/*.override\n";
	return `.:53 {
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
${version === "1.35" ? override : ""}    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
${version === "1.27" ? override : ""}}
${version === "1.21" ? "" : "import /etc/coredns/custom/*.server\n"}`;
}

/** A block for all names with these lines beside the usual ones. */
const root = (...lines: string[]): string => `.:53 {\n    errors\n${kubernetes}\n${lines.join("\n")}\n}\n`;
const resolvConf = "    forward . /etc/resolv.conf";
const nodeHosts = "10.0.0.1 node-1\n10.0.0.2 Node-2.lan # the second\n\nfd00::2 node-2.lan\n";
const nodes = ["node-1 <- cluster", "node-2.lan <- cluster"];

export const clusterCases: readonly ClusterCase[] = [
	{
		title: "K3s 1.21, without imports",
		corefile: k3sCorefile("1.21"),
		nodeHosts,
		zones: nodes,
		rest: "node",
	},
	{
		title: "K3s 1.23 without coredns-custom",
		corefile: k3sCorefile("1.23"),
		nodeHosts,
		zones: nodes,
		rest: "node",
	},
	{
		title: "K3s whose NodeHosts are not at hand",
		corefile: k3sCorefile("1.23"),
		zones: [],
		rest: "cluster: the names in /etc/coredns/NodeHosts are not known",
	},
	{
		title: "K3s 1.23 with server blocks in coredns-custom",
		corefile: k3sCorefile("1.23"),
		nodeHosts,
		custom: {
			"corp.server": "corp.example:53 {\n  errors\n  cache 30\n  forward . 10.1.1.1 10.1.1.2\n}",
			"lab.server": "lab.example lab.internal {\n  forward . 192.0.2.7:5353 {\n    force_tcp\n  }\n}\n",
			"notes.txt": "this is { no Corefile",
		},
		zones: [
			...nodes,
			"corp.example <- 10.1.1.1 10.1.1.2",
			"lab.example <- 192.0.2.7:5353 tcp",
			"lab.internal <- 192.0.2.7:5353 tcp",
		],
		rest: "node",
	},
	{
		title: "K3s 1.27 whose override comes after forward and is never reached",
		corefile: k3sCorefile("1.27"),
		nodeHosts,
		custom: { "default.override": "forward corp.example 10.1.1.1\nforward . 10.9.9.9\n" },
		zones: nodes,
		rest: "node",
		withoutEffect: ["forward corp.example 10.1.1.1 is never reached", "forward . 10.9.9.9 is never reached"],
	},
	{
		title: "K3s 1.35 whose override comes first and wins",
		corefile: k3sCorefile("1.35"),
		nodeHosts,
		custom: { "default.override": "forward corp.example 10.1.1.1\nforward . 10.9.9.9\n" },
		zones: [...nodes, "corp.example <- 10.1.1.1"],
		rest: "10.9.9.9",
		withoutEffect: ["forward . /etc/resolv.conf is never reached"],
	},
	{
		title: "overrides in the order of their names",
		corefile: k3sCorefile("1.35"),
		nodeHosts,
		custom: {
			"b.override": "forward . 10.9.9.9",
			"a.override": "forward . 10.8.8.8 {\n  policy sequential\n}",
		},
		zones: nodes,
		rest: "10.8.8.8 sequential",
		withoutEffect: ["forward . 10.9.9.9", "forward . /etc/resolv.conf"],
	},
	{
		title: "an override with hosts of its own",
		corefile: k3sCorefile("1.21").replace(
			"hosts /etc/coredns/NodeHosts {",
			"hosts /etc/coredns/NodeHosts {\n      192.0.2.5 registry.example www.registry.example",
		),
		nodeHosts,
		zones: [...nodes, "registry.example <- cluster", "www.registry.example <- cluster"],
		rest: "node",
	},
	{
		title: "hosts without a file, which reads the pod's own",
		corefile: root("    hosts {\n      192.0.2.5 registry.example\n      fallthrough\n    }", resolvConf),
		zones: ["localhost <- cluster", "registry.example <- cluster"],
		rest: "node",
	},
	{
		title: "hosts for a zone that it answers alone",
		corefile: root("    hosts /etc/coredns/corp.hosts corp.example", resolvConf),
		zones: ["corp.example <- cluster"],
		rest: "node",
	},
	{
		title: "hosts without fallthrough, behind which nothing resolves",
		corefile: root("    hosts {\n      192.0.2.5 registry.example\n    }", resolvConf),
		zones: [],
		rest: "cluster: hosts answers for every name",
	},
	{
		title: "hosts that let a part of the names through",
		corefile: root(
			"    hosts {\n      192.0.2.5 registry.example\n      fallthrough in-addr.arpa\n    }",
			resolvConf,
		),
		zones: [],
		rest: "cluster: hosts answers for every name",
	},
	{
		title: "RKE2",
		corefile: `.:53 {
    errors
    health {
        lameduck 10s
    }
    ready
    kubernetes  cluster.local  cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus  0.0.0.0:9153
    forward  . /etc/resolv.conf
    cache  30
    loop
    reload
    loadbalance
}`,
		zones: [],
		rest: "node",
	},
	{
		title: "kubeadm with max_concurrent and a cache that keeps cluster names fresh",
		corefile: root(
			"    health {\n       lameduck 5s\n    }",
			"    forward . /etc/resolv.conf {\n       max_concurrent 1000\n    }",
			"    cache 30 {\n       disable success cluster.local\n       disable denial cluster.local\n    }",
		),
		zones: [],
		rest: "node",
	},
	{
		title: "the stub domain of the Kubernetes documentation",
		corefile: `${root("    forward . 172.16.0.1", "    cache 30")}consul.local:53 {
    errors
    cache 30
    forward . 10.150.0.1
}`,
		zones: ["consul.local <- 10.150.0.1"],
		rest: "172.16.0.1",
	},
	{
		title: "a federation and a proxy of CoreDNS 1.2",
		corefile: root(
			"    upstream",
			"    federation cluster.local {\n      foo foo.fed.example\n    }",
			"    proxy . /etc/resolv.conf",
		),
		zones: [],
		rest: "cluster: upstream may change any answer",
	},
	{
		title: "AKS, whose import is relative and whose override rewrites",
		corefile: `${root(resolvConf, "    import custom/*.override", '    template ANY ANY internal.cloudapp.net {\n      match "^(?:[^.]+\\.){4,}internal\\.cloudapp\\.net\\.$"\n      rcode NXDOMAIN\n      fallthrough\n    }')}import custom/*.server\n`,
		custom: {
			"puglife.override":
				"rewrite stop {\n  name regex (.*)\\.puglife\\.example\\.$ {1}.default.svc.cluster.local\n  answer name (.*)\\.default\\.svc\\.cluster\\.local\\.$ {1}.puglife.example\n}\n",
		},
		zones: ["internal.cloudapp.net <- cluster", "puglife.example <- cluster"],
		rest: "node",
	},
	{
		title: "a rewrite of one name, of a suffix, and of a TTL",
		corefile: root(
			"    rewrite name shop.example shop.default.svc.cluster.local",
			"    rewrite continue name suffix .dev.example .default.svc.cluster.local",
			"    rewrite ttl exact a.example 30",
			resolvConf,
		),
		zones: ["dev.example <- cluster", "shop.example <- cluster"],
		rest: "node",
	},
	{
		title: "a rewrite whose pattern has no end",
		corefile: root(
			"    rewrite name regex [a-zA-Z.]+\\.dev0\\.be\\.lan traefik.kube-system.svc.cluster.local",
			resolvConf,
		),
		zones: ["dev0.be.lan <- cluster"],
		rest: "cluster: rewrite matches names of any zone",
	},
	{
		title: "a template that answers AAAA for every name",
		corefile: root("    template ANY AAAA {\n      rcode NOERROR\n    }", resolvConf),
		zones: [],
		rest: "cluster: template answers for every name",
	},
	{
		title: "a template that lets through what it does not match",
		corefile: root(
			'    template IN A {\n      match "^db-\\d+\\.nodes\\.example\\.$"\n      answer "{{ .Name }} 60 IN A 192.0.2.3"\n      fallthrough\n    }',
			resolvConf,
		),
		zones: ["nodes.example <- cluster"],
		rest: "node",
	},
	{
		title: "zone files, secondaries and cloud zones",
		corefile: root(
			"    file /etc/coredns/db.example example.org example.net",
			"    secondary corp.example {\n      transfer from 10.1.1.1\n    }",
			"    route53 aws.example.:Z1Z2",
			"    azure group:azure.example",
			"    k8s_external k8s.example",
			resolvConf,
		),
		zones: [
			"aws.example <- cluster",
			"azure.example <- cluster",
			"corp.example <- cluster",
			"example.net <- cluster",
			"example.org <- cluster",
			"k8s.example <- cluster",
		],
		rest: "node",
	},
	{
		title: "a file for its server block",
		corefile: `${root(resolvConf)}example.org {\n  file /etc/coredns/db.example\n}\n`,
		zones: ["example.org <- cluster"],
		rest: "node",
	},
	{
		title: "a stub domain inside the block for all names, behind another plugin for a wider zone",
		corefile: root(
			"    file /etc/coredns/db.example example.org",
			"    forward dev.example.org 10.1.1.1",
			"    forward dev.example.net 10.1.1.1",
			resolvConf,
		),
		zones: ["dev.example.net <- 10.1.1.1", "dev.example.org <- cluster", "example.org <- cluster"],
		rest: "node",
	},
	{
		title: "a forward that leaves zones out",
		corefile: root("    forward . 9.9.9.9 {\n      except corp.example lan\n    }"),
		zones: ["corp.example <- cluster", "lan <- cluster"],
		rest: "9.9.9.9",
	},
	{
		title: "a forward that leaves out a zone from the environment",
		corefile: root(
			"    forward . 9.9.9.9 {\n      except corp.example {$ZONE}\n    }",
			"    forward . 10.1.1.1",
		),
		zones: ["corp.example <- cluster"],
		rest: "cluster: several forwards share all other names",
	},
	{
		title: "forwards that go on to the next one",
		corefile: root("    forward . 10.1.1.1 {\n      next NXDOMAIN\n    }", "    forward . 9.9.9.9"),
		zones: [],
		rest: "cluster: several forwards share all other names",
	},
	{
		title: "upstreams over TLS, with and without a name for all",
		corefile: `${root("    forward . tls://9.9.9.9%dns.quad9.net tls://1.1.1.1:853 {\n      health_check 5s\n    }")}example.org {\n  forward . tls://1.1.1.1 {\n    tls_servername cloudflare-dns.com\n  }\n}\n`,
		zones: ["example.org <- cluster"],
		rest: "tls://9.9.9.9%dns.quad9.net tls://1.1.1.1:853",
	},
	{
		title: "upstreams that mean something else on a node",
		corefile: `${root("    forward . 169.254.169.253")}a.example {\n  forward . 127.0.0.1:5353\n}\nb.example {\n  forward . [::1]:53\n}\nc.example {\n  forward . /etc/resolv.conf\n}\nd.example {\n  forward . [fd00::53]:53 fd00::54\n}\n`,
		zones: [
			"a.example <- cluster",
			"b.example <- cluster",
			"c.example <- cluster",
			"d.example <- [fd00::53]:53 fd00::54",
		],
		rest: "cluster: 169.254.169.253 is an address that means another machine on each node",
	},
	{
		title: "MagicDNS as a stub domain",
		corefile: `${root(resolvConf)}ts.net {\n  errors\n  cache 30\n  forward . 100.100.100.100\n}\n`,
		zones: ["ts.net <- 100.100.100.100"],
		rest: "node",
	},
	{
		title: "a reverse stub domain in CIDR notation",
		corefile: `${root(resolvConf)}10.0.0.0/8 192.168.0.0/23 {\n  forward . 10.1.1.1\n}\n`,
		zones: [
			"0.168.192.in-addr.arpa <- 10.1.1.1",
			"1.168.192.in-addr.arpa <- 10.1.1.1",
			"10.in-addr.arpa <- 10.1.1.1",
		],
		rest: "node",
	},
	{
		title: "a stub domain that answers a part of its names otherwise",
		corefile: `${root(resolvConf)}corp.example {\n  hosts {\n    192.0.2.5 www.corp.example\n    fallthrough\n  }\n  forward . 10.1.1.1\n}\n`,
		zones: ["corp.example <- cluster"],
		rest: "node",
	},
	{
		title: "a stub domain behind an access list, a view and an unknown plugin",
		corefile: `${root(resolvConf)}a.example {\n  acl {\n    block net 10.42.1.0/24\n  }\n  forward . 10.1.1.1\n}\nb.example {\n  view lan {\n    expr true\n  }\n  forward . 10.1.1.1\n}\nc.example {\n  k8s_gateway\n  forward . 10.1.1.1\n}\n`,
		zones: ["a.example <- cluster", "b.example <- cluster", "c.example <- cluster"],
		rest: "node",
	},
	{
		title: "names that another server block answers",
		corefile: `${root("    rewrite name www.corp.example web.default.svc.cluster.local", "    forward db.corp.example 10.2.2.2", resolvConf)}corp.example {\n  forward . 10.1.1.1\n}\n`,
		zones: ["corp.example <- 10.1.1.1"],
		rest: "node",
		withoutEffect: [
			"rewrite for www.corp.example is never asked",
			"forward for db.corp.example is never asked",
		],
	},
	{
		title: "blocks that no pod asks",
		corefile: `${root(resolvConf)}a.example:5353 {\n  forward . 10.1.1.1\n}\ntls://b.example {\n  forward . 10.1.1.1\n}\n`,
		zones: [],
		rest: "node",
	},
	{
		title: "a port of the pod that is not 53",
		corefile: `.:5353 {\n${kubernetes}\n${resolvConf}\n}\ncorp.example:5353 {\n  forward . 10.1.1.1\n}\n`,
		zones: ["corp.example <- 10.1.1.1"],
		rest: "node",
	},
	{
		title: "the cluster's zones in a block of their own, and a second domain that it does not hold",
		corefile: `k.example:53 in-addr.arpa:53 {\n  errors\n  kubernetes k.example old.example in-addr.arpa\n}\n.:53 {\n  forward . 10.0.0.53\n}\n`,
		domains: ["k.example"],
		zones: ["in-addr.arpa <- cluster", "k.example <- cluster"],
		rest: "10.0.0.53",
	},
	{
		title: "a snippet and comments",
		corefile: `(usual) {\n  errors\n  cache 30\n}\n# ours\n${root("    import usual", resolvConf)}corp.example { # stub\n  import usual\n  forward . 10.1.1.1 # main\n}\n`,
		zones: ["corp.example <- 10.1.1.1"],
		rest: "node",
	},
	{
		title: "nothing but stub domains",
		corefile: "corp.example {\n  forward . 10.1.1.1\n}\n",
		domains: [],
		zones: ["corp.example <- 10.1.1.1"],
		rest: "nobody",
	},
	{ title: "no server block at all", corefile: "", domains: [], zones: [], rest: "nobody" },
];
