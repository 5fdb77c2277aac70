import type { CoreDnsVersion } from "../../src/servers/coredns.ts";

interface LintCase {
	readonly title: string;
	readonly text: string;
	/** Codes of what keeps CoreDNS from starting; none: it starts. */
	readonly fatal: readonly string[] | ((version: CoreDnsVersion) => readonly string[]);
}

const bound = "bind 169.254.20.10";
const block = (key: string, ...lines: readonly string[]): string => `${key} {\n${lines.join("\n")}\n}\n`;
const dns = (...lines: readonly string[]): string => block(".:53", bound, ...lines);
const forwarding = (...options: readonly string[]): string =>
	dns(`forward . 192.0.2.53 {\n${options.join("\n")}\n}`);

const starts = (title: string, text: string): LintCase => ({ title, text, fatal: [] });
const ends = (title: string, text: string, ...fatal: readonly string[]): LintCase => ({ title, text, fatal });
/** Starts with CoreDNS 1.15.0 only. */
const young = (title: string, text: string, code: string): LintCase => ({
	title,
	text,
	fatal: (version) => (version === "1.15.0" ? [] : [code]),
});

/** Corefiles whose verdict is known, for a full CoreDNS. None reaches out of its own network. */
export const lintCases: readonly LintCase[] = [
	// Zones, addresses and ports.
	starts(
		"two zones at one address",
		block("a.example", bound, "whoami") + block("b.example", bound, "whoami"),
	),
	starts("one zone at two addresses", dns("whoami") + block(".:53", "bind 10.43.0.10", "whoami")),
	starts("one zone on two ports", dns("whoami") + block(".:5353", bound, "whoami")),
	starts("one zone by two transports", block("dns://. grpc://.", bound, "whoami")),
	starts(
		"one zone for two views",
		block(".:53", bound, "view one {\nexpr true\n}", "whoami") + dns("whoami"),
	),
	ends("one zone twice at one address", dns("whoami") + dns("errors"), "LDNS444"),
	ends("one zone twice at every address", block(".:53", "whoami") + block(".", "whoami"), "LDNS444"),
	ends("one zone at every address and at one", block(".:53", "whoami") + dns("whoami"), "LDNS444"),
	ends("one zone at one address and at every one", dns("whoami") + block(".:53", "whoami"), "LDNS444"),
	ends("one key twice", block("a.example dns://a.example:53", bound, "whoami"), "LDNS444"),
	{
		title: "one key twice, once in upper case",
		text: block("a.example A.example", bound, "whoami"),
		fatal: (version) => (version === "1.15.0" ? ["LDNS444"] : []),
	},
	ends("one address twice in a bind", block(".:53", "bind 127.0.0.1 127.0.0.1", "whoami"), "LDNS444"),
	starts("zones of one port bound and unbound", dns("whoami") + block("a.example", "whoami")),
	starts("an address of IPv6", block(".:53", "bind fd00:169:254:20::10", "whoami")),
	starts("an interface to bind to", block(".:5300", "bind lo", "whoami")),
	starts("all of an interface but one address", block(".:5300", "bind lo {\nexcept 127.0.0.1\n}", "whoami")),
	ends("a name to bind to", block(".:53", "bind node-local.cluster.local", "whoami"), "LDNS405"),
	ends("an address with a port to bind to", block(".:53", "bind 169.254.20.10:53/udp", "whoami"), "LDNS405"),

	// Plugins.
	ends("a plugin that is none", dns("localcache 30"), "LDNS402"),
	ends("a plugin in upper case", dns("Cache 30"), "LDNS402"),
	ends("an option outside its braces", dns("cache 30", "prefetch 1"), "LDNS402"),
	young("a plugin of 1.15", dns("siit {\nipv6_prefix 64:ff9b::/96\n}"), "LDNS402"),
	ends("multisocket twice", dns("multisocket 2", "multisocket 2", "whoami"), "LDNS404"),
	ends("hosts twice", dns("hosts {\n192.0.2.1 a.example\n}", "hosts"), "LDNS404"),
	starts("whoami twice", dns("whoami", "whoami")),
	starts(
		"health in two blocks",
		block("a.example", bound, "health", "whoami") + block("b.example", bound, "health", "whoami"),
	),

	// Values.
	ends("a cache for no time", dns("cache 0"), "LDNS405"),
	starts("a cache for a zone alone", dns("cache example.org")),
	ends("a half of a cache without its size", dns("cache {\nsuccess\n}"), "LDNS405"),
	ends("a half of a cache with a duration", dns("cache {\nsuccess 9984 30s\n}"), "LDNS405"),
	ends("a SERVFAIL kept for too long", dns("cache {\nservfail 6m\n}"), "LDNS405"),
	starts("a SERVFAIL kept for five minutes", dns("cache {\nservfail 5m\n}")),
	ends("stale answers for a number", dns("cache {\nserve_stale 3600\n}"), "LDNS405"),
	ends("stale answers in a mode that is none", dns("cache {\nserve_stale 1h refresh\n}"), "LDNS405"),
	starts("stale answers in a mode in upper case", dns("cache {\nserve_stale 1h VERIFY\n}")),
	young(
		"stale answers with a pause of five minutes",
		dns("cache {\nserve_stale 1h verify 1s 0s 5m\n}"),
		"LDNS403",
	),
	ends("a cache of neither kind switched off", dns("cache {\ndisable everything\n}"), "LDNS405"),
	ends("a prefetch without its percent sign", dns("cache {\nprefetch 1 1m 10\n}"), "LDNS405"),
	ends("a reload every second", dns("reload 1s"), "LDNS405"),
	starts("a reload every two seconds", dns("reload 2s")),
	young("a reload without jitter", dns("reload 30s 0s"), "LDNS403"),
	ends("health at an address without a port", dns("health 169.254.20.10"), "LDNS405"),
	starts("health at an address of IPv6", dns("health [fd00:169:254:20::10]:8080")),
	ends(
		"metrics at an address of IPv6 without brackets",
		dns("prometheus fd00:169:254:20::10:9253"),
		"LDNS405",
	),
	ends("a lameduck for a number", dns("health {\nlameduck 5\n}"), "LDNS405"),
	ends("a class of log that is none", dns("log {\nclass warning\n}"), "LDNS405"),
	ends("errors to a file", dns("errors /var/log/dns"), "LDNS405"),
	ends("errors at a level that is none", dns("errors {\nconsolidate 1m x notice\n}"), "LDNS405"),
	ends("loop with a zone", dns("loop example.org"), "LDNS405"),
	ends("a size that is none", dns("bufsize large"), "LDNS405"),
	starts("a size left out", dns("bufsize")),
	starts("timeouts in seconds", dns("timeouts {\nread 5\nidle 1m\n}", "whoami")),
	ends("a timeout of half a second", dns("timeouts {\nread 500ms\n}"), "LDNS405"),
	young("a limit of TCP queries", dns("timeouts {\nmaxtcpqueries 10\n}", "whoami"), "LDNS403"),
	ends("a prefix that is none", dns("dns64 64:ff9b::"), "LDNS405"),
	ends("a class of template that is none", dns("template TCP A {\nrcode NXDOMAIN\n}"), "LDNS405"),
	ends("an rcode of template that is none", dns("template IN A {\nrcode NOTHING\n}"), "LDNS405"),
	ends("a rewrite of nothing known", dns("rewrite qname a b"), "LDNS405"),
	starts("a rewrite in a block", dns("rewrite {\nname a.example b.example\n}", "whoami")),
	ends("readiness in a mode that is none", dns("ready {\nmonitor always\n}", "whoami"), "LDNS405"),
	ends("a thousand sockets and more", dns("multisocket 1025", "whoami"), "LDNS405"),

	// Upstreams.
	ends("no upstream", dns("forward ."), "LDNS405"),
	starts(
		"upstreams of every form",
		dns("forward . 192.0.2.53 192.0.2.54:5353 [fd00::53]:53 fd00::54 tls://192.0.2.55 dns://192.0.2.56"),
	),
	ends("an upstream by a transport that is none", dns("forward . udp://192.0.2.53"), "LDNS405"),
	young("an upstream over HTTPS", dns("forward . https://192.0.2.53"), "LDNS403"),
	ends("a number of failures below none", forwarding("max_fails -1"), "LDNS405"),
	ends("an expiry without a unit", forwarding("expire 10"), "LDNS405"),
	ends("a policy that is none", forwarding("policy first"), "LDNS405"),
	ends("an argument too many", forwarding("force_tcp yes"), "LDNS405"),
	ends("a health check in words", forwarding("health_check often"), "LDNS405"),
	starts("a health check with all it takes", forwarding("health_check 1s no_rec domain example.org")),
	ends("an rcode to fail over that is none", forwarding("failover TIMEOUT"), "LDNS405"),
	starts("forwards in each other's way", dns("forward . 192.0.2.53", "forward example.org 192.0.2.54")),

	// Grammar.
	ends("a brace that is never closed", ".:53 {\nwhoami\n", "LDNS411"),
	ends("a block on one line", ".:53 { whoami }\n", "LDNS414"),
	ends("a comma before the brace", "a.example, {\nwhoami\n}\n", "LDNS413"),
	ends("an import of nothing", dns("import"), "LDNS415"),
	starts("a file without braces", `.:53\n${bound}\nwhoami\n`),
	starts("a snippet", `(common) {\nerrors\nwhoami\n}\n${dns("import common")}`),
	ends(
		"a snippet with a repeated plugin",
		`(common) {\nerrors\n}\n${dns("errors", "import common")}`,
		"LDNS404",
	),
	starts("a variable for an address", block(".:53", "bind {$NODE_IP}", "whoami")),

	// Together, as people have it.
	starts(
		"everything at once",
		dns(
			"errors",
			"cache 30",
			"loop",
			"reload",
			"log",
			"loadbalance",
			"health :8080",
			"ready :8181",
			"prometheus :9253",
			"bufsize 1232",
			"forward . 192.0.2.53 {\nmax_concurrent 1000\n}",
		),
	),
];
