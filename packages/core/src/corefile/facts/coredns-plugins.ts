import type { Forms } from "./argument-forms.ts";
import type { PluginFacts } from "./plugin-facts.ts";

const count = "int(0..)";

/** Options that are given as their names, with the version that brought one; their arguments are not looked at. */
const named = (names: string): Readonly<Record<string, Forms>> =>
	Object.fromEntries(
		names.split(" ").map((each) => {
			const [name = "", since = ""] = each.split(">=");
			return [name, `${since} word*`];
		}),
	);

/**
 * Plugins of a full CoreDNS that node-cache lacks, as far as plugin/NAME/setup.go of coredns/coredns says it at each
 * tag from v1.10.0 to v1.15.0 (plugin.cfg has the list).
 */
export const coreDnsPlugins: Readonly<Record<string, PluginFacts>> = {
	acl: { options: named("allow block filter drop>=1.10.1") },
	any: {},
	auto: { options: named("directory reload upstream") },
	autopath: { args: "word+" },
	azure: {
		options: named("subscription tenant client secret environment access fallthrough refresh>=1.15.0"),
	},
	cancel: { args: "word?" },
	chaos: {},
	clouddns: { options: named("upstream credentials fallthrough endpoint>=1.15.0 refresh>=1.15.0") },
	dnssec: { once: true, options: named("key cache_capacity") },
	dynupdate: {
		since: "1.15.0",
		once: true,
		options: named("database file allow max_records max_bytes max_update_records"),
	},
	erratic: { options: named("drop delay truncate large") },
	etcd: {
		options: named(
			"stubzones fallthrough debug path endpoint upstream tls credentials min-lease-ttl>=1.12.4 max-lease-ttl>=1.12.4 no_apex_fallback>=1.15.0",
		),
	},
	file: {
		args: "word+",
		options: {
			...named("upstream fallthrough>=1.12.2"),
			reload: "duration word*",
			reload_by_mtime: "1.14.4",
		},
	},
	geoip: { since: "1.8.5", args: "word", options: { "edns-subnet": "1.9.2" } },
	grpc: {
		once: true,
		args: "word word+",
		options: {
			...named("tls fallthrough>=1.12.3"),
			except: "word+",
			tls_servername: "word",
			policy: "=random|round_robin|sequential",
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
	k8s_external: { options: named("ttl apex headless>=1.9.4 fallthrough>=1.11.0") },
	kubernetes: {
		once: true,
		options: {
			...named("fallthrough ignore multicluster>=1.12.2"),
			endpoint: "word+",
			endpoint_pod_names: "",
			kubeconfig: "word word?",
			labels: "word+",
			namespace_labels: "word+",
			namespaces: "word+",
			noendpoints: "",
			pods: "=disabled|insecure|verified",
			tls: "word word word",
			ttl: "int(0..3600) word*",
			startup_timeout: "1.12.3 duration word*",
			apiserver_qps: "1.14.0 word",
			apiserver_burst: `1.14.0 ${count}`,
			apiserver_max_inflight: `1.14.0 ${count}`,
			zonal: "1.14.7",
		},
	},
	local: {},
	minimal: { since: "1.8.4", args: "", options: {} },
	multisocket: { since: "1.12.0", once: true, args: "int(1..1024)?", options: {} },
	nomad: { since: "1.13.0", options: named("address filter>=1.13.2 token ttl") },
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
		options: named("aws_access_key aws_endpoint>=1.8.7 upstream credentials fallthrough refresh"),
	},
	secondary: { options: named("transfer fallthrough>=1.14.4 catalog>=1.14.5") },
	shed: { since: "1.14.7", once: true, args: "", options: {} },
	sign: { args: "word+", options: named("key directory") },
	siit: { since: "1.15.0", args: "", options: named("ipv6_prefix eam") },
	tls: {},
	transfer: { options: { to: "word+", source: "1.14.5 ip" } },
	tsig: {
		since: "1.9.4",
		once: true,
		options: named("secret secrets require require_opcode>=1.14.3"),
	},
	view: { since: "1.10.0", once: true, args: "word", options: named("expr") },
};
