import type { Engine } from "./engines.ts";

/** Since which CoreDNS version something exists; a function where it depends on the arguments. */
type Since = string | ((args: readonly string[]) => string);

export interface PluginFacts {
	/** Engines that have it, each with the CoreDNS version since which; a missing one lacks it. */
	readonly in: Partial<Record<Engine, string>>;
	/** A second one in the same server block keeps CoreDNS from starting. */
	readonly once?: true;
	readonly options?: Readonly<Record<string, Since>>;
}

/** Older than any version known here. */
const always = "0";
const both = { "node-cache": always, coredns: always } as const;

/**
 * What exists where, for the plugins that localdns writes. From plugin/NAME/setup.go of
 * coredns/coredns at v1.11.3, v1.13.2 and v1.15.0 and its release notes between them; node-cache's
 * list from cmd/node-cache/main.go of kubernetes-sigs/node-local-dns.
 */
const plugins: Readonly<Record<string, PluginFacts>> = {
	bind: { in: both, options: { except: always } },
	bufsize: { in: both },
	cache: {
		in: both,
		once: true,
		options: {
			success: always,
			denial: always,
			prefetch: always,
			serve_stale: serveStaleSince,
			serve_stale_policy: "1.14.7",
			servfail: always,
			disable: always,
			keepttl: always,
		},
	},
	errors: {
		in: both,
		once: true,
		options: { consolidate: (args) => (args.includes("show_first") ? "1.14.0" : always), stacktrace: always },
	},
	forward: {
		in: both,
		options: {
			except: always,
			expire: always,
			force_tcp: always,
			health_check: always,
			max_concurrent: always,
			max_fails: always,
			policy: always,
			prefer_udp: always,
			tls: always,
			tls_servername: always,
			next: "1.11.4",
			failfast_all_unhealthy_upstreams: "1.12.1",
			failover: "1.13.0",
			max_connect_attempts: "1.13.2",
			max_idle_conns: "1.14.1",
			max_age: "1.14.3",
			next_on_nodata: "1.14.4",
			resolver: "1.14.4",
			read_timeout: "1.14.5",
			doh_method: "1.14.5",
			source_address: "1.14.6",
		},
	},
	health: { in: both, options: { lameduck: always } },
	log: { in: both, options: { class: always } },
	loop: { in: both, once: true },
	prometheus: { in: both, once: true },
	ready: { in: { coredns: always }, once: true },
	reload: { in: both },
};

/** Facts about a plugin; undefined for one that localdns does not write. */
export const pluginFacts = (name: string): PluginFacts | undefined =>
	Object.hasOwn(plugins, name) ? plugins[name] : undefined;

/** Since which CoreDNS version a plugin has an option with these arguments; undefined: in none. */
export function optionSince(
	{ options = {} }: PluginFacts,
	name: string,
	args: readonly string[],
): string | undefined {
	const since = Object.hasOwn(options, name) ? options[name] : undefined;
	return typeof since === "function" ? since(args) : since;
}

/** `DURATION verify TIMEOUT` came with 1.14.4, a response TTL and a recheck pause with 1.14.7. */
function serveStaleSince(args: readonly string[]): string {
	const mode = args[1] ?? "immediate";
	const plain = mode === "verify" ? 3 : 2;
	if (args.length > plain) return "1.14.7";
	return args.length > 2 ? "1.14.4" : always;
}
