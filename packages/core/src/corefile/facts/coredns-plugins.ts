import type { PluginFacts } from "./plugin-facts.ts";

const count = "int(0..)";
const exchange = "=random|round_robin|sequential";

/**
 * Plugins of a full CoreDNS that node-cache lacks, as far as plugin/NAME/setup.go of coredns/coredns says it at each
 * tag from v1.10.0 to v1.15.0 (plugin.cfg has the list). Where an option's arguments are a matter of their own, such as
 * paths and keys, any are taken.
 */
export const coreDnsPlugins: Readonly<Record<string, PluginFacts>> = {
	acl: { options: { allow: "word*", block: "word*", filter: "word*", drop: "1.10.1 word*" } },
	any: {},
	auto: {
		options: { directory: "word*", reload: "duration word*", upstream: "word*" },
	},
	autopath: { args: "word+" },
	azure: {
		options: {
			subscription: "word",
			tenant: "word",
			client: "word",
			secret: "word",
			environment: "word",
			access: "word",
			fallthrough: "word*",
			refresh: "1.15.0 seconds",
		},
	},
	cancel: { args: "word?" },
	chaos: {},
	clouddns: {
		options: {
			upstream: "word*",
			credentials: "word",
			fallthrough: "word*",
			endpoint: "1.15.0 word",
			refresh: "1.15.0 seconds",
		},
	},
	dnssec: { once: true, options: { key: "word*", cache_capacity: "int" } },
	dynupdate: {
		since: "1.15.0",
		once: true,
		options: {
			database: "word",
			file: "word",
			allow: "word*",
			max_records: "int",
			max_bytes: "int",
			max_update_records: "int",
		},
	},
	erratic: { options: { drop: "uint?", delay: "word? word?", truncate: "uint?", large: "" } },
	etcd: {
		options: {
			stubzones: "",
			fallthrough: "word*",
			debug: "",
			path: "word",
			endpoint: "word+",
			upstream: "word*",
			tls: "word*",
			credentials: "word word",
			"min-lease-ttl": "1.12.4 word",
			"max-lease-ttl": "1.12.4 word",
			no_apex_fallback: "1.15.0",
		},
	},
	file: {
		args: "word+",
		options: {
			reload: "duration word*",
			upstream: "word*",
			fallthrough: "1.12.2 word*",
			reload_by_mtime: "1.14.4",
		},
	},
	geoip: { since: "1.8.5", args: "word", options: { "edns-subnet": "1.9.2" } },
	grpc: {
		once: true,
		args: "word word+",
		options: {
			except: "word+",
			tls: "word? word? word?",
			tls_servername: "word",
			policy: exchange,
			fallthrough: "1.12.3 word*",
		},
	},
	grpc_server: { since: "1.14.0", args: "", options: { max_streams: count, max_connections: count } },
	header: { since: "1.8.5" },
	https: {
		since: "1.14.0",
		args: "",
		options: { max_connections: count, max_streams: `1.15.0 ${count}` },
	},
	https3: {
		since: "1.14.0",
		args: "",
		options: { max_streams: count, max_connections: `1.14.7 ${count}` },
	},
	k8s_external: {
		options: { ttl: "int word*", apex: "word+", headless: "1.9.4", fallthrough: "1.11.0 word*" },
	},
	kubernetes: {
		once: true,
		options: {
			endpoint: "word+",
			endpoint_pod_names: "",
			fallthrough: "word*",
			ignore: "=empty_service? word*",
			kubeconfig: "word word?",
			labels: "word+",
			namespace_labels: "word+",
			namespaces: "word+",
			noendpoints: "",
			pods: "=disabled|insecure|verified",
			tls: "word word word",
			ttl: "int(0..3600) word*",
			multicluster: "1.12.2 word*",
			startup_timeout: "1.12.3 duration word*",
			apiserver_qps: "1.14.0 word",
			apiserver_burst: "1.14.0 int(0..)",
			apiserver_max_inflight: "1.14.0 int(0..)",
			zonal: "1.14.7",
		},
	},
	local: {},
	minimal: { since: "1.8.4", args: "", options: {} },
	multisocket: { since: "1.12.0", once: true, args: "int(1..1024)?", options: {} },
	nomad: {
		since: "1.13.0",
		options: { address: "word+", filter: "1.13.2 word", token: "word", ttl: "int" },
	},
	nsid: { once: true },
	on: {},
	proxyproto: {
		since: "1.14.3",
		args: "",
		options: {
			allow: "word*",
			default: "=use|ignore|reject|skip",
			udp_session_tracking: "duration int?",
			tlv_metadata: "1.15.0",
		},
	},
	quic: {
		since: "1.12.2",
		args: "",
		options: { max_streams: "int(1..)", worker_pool_size: "int(1..)", max_connections: `1.15.0 ${count}` },
	},
	// Other words in its block were overlooked from 1.12.2 to 1.14.3.
	ready: {
		once: true,
		args: "listen?",
		options: { monitor: "1.12.2 =continuously|until-ready" },
		open: true,
	},
	root: { args: "word", options: {} },
	route53: {
		options: {
			aws_access_key: "word*",
			aws_endpoint: "1.8.7 word",
			upstream: "word*",
			credentials: "word*",
			fallthrough: "word*",
			refresh: "seconds",
		},
	},
	secondary: {
		options: {
			transfer: "word*",
			fallthrough: "1.14.4 word*",
			catalog: "1.14.5 word*",
		},
	},
	shed: { since: "1.14.7", once: true, args: "", options: {} },
	sign: { args: "word+", options: { key: "word*", directory: "word" } },
	siit: { since: "1.15.0", args: "", options: { ipv6_prefix: "word*", eam: "word*" } },
	tls: {},
	transfer: { options: { to: "word+", source: "1.14.5 ip" } },
	tsig: {
		since: "1.9.4",
		once: true,
		options: { secret: "word word", secrets: "word", require: "word+", require_opcode: "1.14.3 word+" },
	},
	view: { since: "1.10.0", once: true, args: "word", options: { expr: "word*" } },
};
