import type { PluginFacts } from "./plugin-facts.ts";

const half = ["int", "int int(1..)", "int int(1..) int(0..) word*"];
const policy = "=random|round_robin|sequential";

/**
 * Plugins that node-cache holds; a full CoreDNS has them too. From plugin/NAME/setup.go of coredns/coredns at each tag
 * from v1.10.0 to v1.15.0, and v1.7.0; node-cache's list from cmd/node-cache/main.go of kubernetes/dns at each tag from
 * 1.22.0, and of kubernetes-sigs/node-local-dns at 1.26.8. `dnstap` and `metadata` come with others that import them. What
 * CoreDNS overlooks without a word in some of these versions is left out.
 */
export const nodeCachePlugins: Readonly<Record<string, PluginFacts>> = {
	bind: { args: "local+", options: { except: "1.8.4 local+" } },
	bufsize: { nodeCache: "1.22.7", args: "int(512..4096)?" },
	cache: {
		once: true,
		args: ["int(1..) word*", "zone word*", ""],
		options: {
			success: half,
			denial: half,
			prefetch: ["int(0..)", "int(0..) duration", "int(0..) duration percent(10..90)"],
			serve_stale: [
				"duration(0s..)?",
				"1.10.0 duration(0s..) ~immediate|verify",
				"1.14.4 duration(0s..) ~verify duration(0s..)",
				"1.14.7 duration(0s..) ~immediate duration(0s..) duration(0s..5m)?",
				"1.14.7 duration(0s..) ~verify duration(0s..) duration(0s..) duration(0s..5m)?",
			],
			serve_stale_policy: "1.14.7 ~prefer_positive",
			servfail: "1.9.4 duration(0s..5m)",
			disable: "1.9.4 =success|denial word*",
			keepttl: "1.10.1",
		},
		needs: { serve_stale_policy: "serve_stale" },
	},
	debug: { args: "", options: {} },
	dns64: {
		args: "cidr?",
		options: { prefix: "cidr", translate_all: "", allow_ipv4: "1.8.7" },
	},
	dnstap: {
		args: "word+",
		options: {
			skipverify: "1.11.0",
			tls: "1.14.4 word*",
			identity: "1.9.4 word",
			version: "1.9.4 word",
			extra: "1.11.1 word",
		},
	},
	errors: {
		once: true,
		args: "=stdout?",
		options: {
			consolidate: [
				"duration word",
				"1.8.5 duration word =warning|error|info|debug",
				"1.14.0 duration word =warning|error|info|debug? =show_first",
			],
			stacktrace: "1.9.3",
		},
	},
	forward: {
		once: "1.9.4",
		args: ["word upstream+15", "1.14.4 word hostname+15", "1.14.5 word secure+15"],
		options: {
			except: "word+",
			expire: "duration(0s..)",
			force_tcp: "",
			health_check: [
				"duration(0s..) =no_rec?",
				"1.9.2 duration(0s..) =no_rec? =domain word",
				"1.9.2 duration(0s..) =domain word =no_rec",
			],
			max_concurrent: "int(0..)",
			max_fails: "uint",
			policy,
			prefer_udp: "",
			tls: "word? word? word?",
			tls_servername: "word",
			next: "1.11.4 rcode+",
			failfast_all_unhealthy_upstreams: "1.12.1",
			failover: "1.13.0 rcode+",
			max_connect_attempts: "1.13.2 uint",
			max_idle_conns: "1.14.1 int(0..)",
			max_age: "1.14.3 duration(0s..)",
			next_on_nodata: "1.14.4",
			resolver: "1.14.4 upstream+",
			read_timeout: "1.14.5 duration(1ns..)",
			doh_method: "1.14.5 =POST|GET",
			source_address: "1.14.6 ip",
		},
	},
	health: { args: "listen?", options: { lameduck: "duration" } },
	hosts: {
		once: true,
		options: {
			fallthrough: "word*",
			no_reverse: "word*",
			reload: "duration(0s..)",
			ttl: "int(1..65535) word*",
		},
		open: true,
	},
	loadbalance: {
		args: ["=round_robin?", "1.10.1 =weighted word"],
	},
	log: { options: { class: "=all|denial|error|success+" } },
	loop: { once: true, args: "", options: {} },
	metadata: { once: true, options: {} },
	pprof: { once: true, args: "listen?", options: { block: "int?" } },
	prometheus: {
		once: true,
		args: "listen?",
		options: { runtime_metrics: "1.14.3", tls: "1.14.3 word" },
	},
	reload: {
		args: ["duration(2s..)?", "duration(2s..) duration(1s..)", "1.14.2 duration(2s..) duration(0s..0s)"],
	},
	rewrite: {
		args: ["", "~continue|stop|name|class|type|edns0|ttl|cname|rcode word*"],
	},
	template: {
		args: "=IN|CH|CS|HS|NONE|ANY word word*",
		options: {
			match: "word+",
			answer: "word+",
			additional: "word+",
			authority: "word+",
			rcode: "rcode",
			ederror: "1.10.1 int(0..65535) word?",
			fallthrough: "word*",
			upstream: "word*",
			var: "1.15.0 word word+",
			expr: "1.15.0 word+",
		},
	},
	timeouts: {
		since: "1.10.1",
		nodeCache: "1.26.8",
		args: "",
		options: {
			read: "seconds(1s..24h)",
			write: "seconds(1s..24h)",
			idle: "seconds(1s..24h)",
			maxtcpqueries: ["1.14.7 int(-1..-1)", "1.14.7 int(1..)"],
		},
	},
	trace: {
		args: "word? word?",
		options: {
			every: "int(0..)",
			service: "word",
			client_server: "word?",
			datadog_analytics_rate: "1.8.0 word?",
			zipkin_max_backlog_size: "1.9.4 int",
			zipkin_max_batch_size: "1.9.4 int",
			zipkin_max_batch_interval: "1.9.4 duration",
		},
	},
	whoami: { args: "" },
};
