import type { lintCodes } from "../error-codes/lint.ts";
import type { Explanation } from "./explanation.ts";

const forward = "coredns/coredns v1.13.2: plugin/forward/forward.go";
const proxy = "coredns/coredns v1.13.2: plugin/pkg/proxy/persistent.go";
const setup = (plugin: string): string => `coredns/coredns v1.13.2: plugin/${plugin}/setup.go`;
const register = "coredns/coredns v1.13.2: core/dnsserver/register.go";
const nodeCache = (file: string): string => `kubernetes-sigs/node-local-dns 1.26.8: cmd/node-cache/${file}`;

export const lintExplanations: Record<keyof typeof lintCodes, Explanation> = {
	LDNS430: {
		title: "A forward that is never asked",
		explanation:
			"A server block may have several forward lines. Unlike server blocks, they are not chosen by the longest zone: the first one in the text whose zone holds the name keeps it. A forward for . above another one therefore takes everything, and the names of the lower zone go where they are not known.",
		sources: [forward, "k3s-io/k3s: manifests/coredns.yaml (an override comes after its forward)"],
	},
	LDNS431: {
		title: "A server that forwards to itself",
		explanation:
			"The upstream is an address and port on which this very file listens, and the block that answers there sends the question on to the same place. Each question goes round until it times out or the process runs out of memory. The plugin loop notices it a moment after the start and ends the process.",
		sources: [setup("loop"), "coredns/coredns: plugin/loop/README.md"],
	},
	LDNS432: {
		title: "An upstream at a loopback address",
		explanation:
			"On the host's network 127.0.0.53 is systemd-resolved, which may have been told to ask this cache in turn; in a pod with a network of its own nothing listens there at all. Name the servers that the local resolver asks instead, which resolvectl shows.",
		sources: ["kubernetes-sigs/kubespray issue 9948", "coredns/coredns: plugin/loop/README.md"],
	},
	LDNS433: {
		title: "Plugin loop with a loopback resolver",
		explanation:
			"The plugin loop sends one question through the server at its start. If the resolver at the loopback address passes it back, the process ends with exit code 1, without taking its address and packet rules away, and the pod restarts for ever.",
		sources: [setup("loop"), "kubernetes-sigs/kubespray issue 9948"],
	},
	LDNS434: {
		title: "Answers that can take 30 seconds",
		explanation:
			"Over TCP, an upstream that is gone without a trace (its node died, the tunnel is down) costs a connection attempt of up to 30 s, and the limit of 5 s per question is looked at between attempts only. UDP is bounded by 6 s. Two things cover it: serve_stale that answers before the upstream is asked, or that limits the asking; and failfast_all_unhealthy_upstreams, which answers SERVFAIL at once while the upstream is known to be down. With max_fails 0 an upstream is never down, so failfast has no effect.",
		sources: [forward, proxy, "coredns/coredns: plugin/forward/README.md"],
	},
	LDNS435: {
		title: "One attempt to connect",
		explanation:
			"CoreDNS keeps connections in a pool. One that the upstream has closed meanwhile is noticed when it is used, and with max_connect_attempts 1 that was the only attempt: the client gets SERVFAIL though the upstream is well. Two are enough.",
		sources: [forward, "coredns/coredns pull request 7723"],
	},
	LDNS436: {
		title: "A reload empties the cache that was to bridge outages",
		explanation:
			"The plugin reload replaces the whole server, caches included, whenever the text of the Corefile changes. After it serve_stale has nothing to answer from until everything was asked again. On a node it is better to roll the pods, one beside the other.",
		sources: ["coredns/coredns v1.13.2: plugin/reload/reload.go", setup("cache")],
	},
	LDNS437: {
		title: "A cache smaller than a node's pods need",
		explanation:
			"Below 2048 entries in one of its halves a cache is small for a node: 110 pods, the kubelet's default limit, that look up three outside names each leave about 2000 denials behind, because under ndots:5 each name is tried with three search domains for A and AAAA. Entries are evicted at random, popular ones too. CoreDNS' own default of 9984 takes about 30 MB when full. Below 1024 CoreDNS keeps 1024 anyway.",
		sources: ["coredns/coredns v1.13.2: plugin/pkg/cache/cache.go", "kubernetes/website issue 31571"],
	},
	LDNS438: {
		title: "Reverse lookups of pods leave the cluster",
		explanation:
			"No server block and no forward is there for in-addr.arpa, and what is left over goes to a public resolver. Names of pod and Service addresses are asked there too, which answers NXDOMAIN, wrongly and after a trip outside; logs, databases and ssh wait for it.",
		sources: ["kubernetes/kubernetes: cluster/addons/dns/nodelocaldns/nodelocaldns.yaml", "RFC 6303"],
	},
	LDNS439: {
		title: "A public resolver hides what the cluster DNS knows",
		explanation:
			"K3s' CoreDNS knows more than cluster.local: the names of the nodes (NodeHosts), and whatever stands in the ConfigMap coredns-custom, such as a tailnet's zone. A cache that sends all other names to a public resolver makes them vanish for pods. Forward to the cluster DNS, or list those zones one by one (localdns render does, from the cluster's own ConfigMaps).",
		sources: ["k3s-io/k3s: manifests/coredns.yaml"],
	},
	LDNS440: {
		title: "Answers larger than the path's packets",
		explanation:
			"Over UDP an answer that fits in no packet comes in fragments, and it is lost when one of them is. A tunnel makes packets smaller: 1280 bytes for tailscale, less inside VXLAN. The plugin bufsize lowers the size that clients may ask for; without it they choose, up to 4096 bytes. The room is the MTU less 28 bytes of headers with IPv4 or 48 with IPv6.",
		sources: [setup("bufsize"), "RFC 9715", "https://www.dnsflagday.net/2020/"],
	},
	LDNS441: {
		title: "A line of output for every question",
		explanation:
			"The plugin log writes one line per answer unless it is given classes. A node's pods ask hundreds of questions a second in bursts, and the container runtime has to store each line. With class error only what failed is written.",
		sources: [setup("log")],
	},
	LDNS442: {
		title: "An HTTP endpoint on every address of the node",
		explanation:
			"The cache runs on the host's network, so an address such as :9253 or :8080 is open on every interface of the node, a public one included. Metrics belong on the node's own address, where Prometheus finds them; health and readiness on the cache's, which the kubelet beside it can reach.",
		sources: [setup("metrics"), setup("health"), "coredns/coredns v1.13.2: plugin/ready/setup.go"],
	},
	LDNS443: {
		title: "A server block that listens everywhere",
		explanation:
			"Without bind a server block listens on port 53 of every address. On the host's network that is an open resolver on public addresses, and it collides with whatever else listens on port 53 there.",
		sources: ["coredns/coredns: plugin/bind/README.md", "kubernetes-sigs/kubespray issue 4979"],
	},
	LDNS444: {
		title: "Two server blocks for one zone at one address",
		explanation:
			"Zone, port and address may be taken once. A block without bind takes every address, so it collides with one that is bound and has the same zone and port. CoreDNS does not start.",
		sources: ["coredns/coredns v1.13.2: core/dnsserver/address.go", register],
	},
	LDNS445: {
		title: "Server blocks of one port, bound and unbound",
		explanation:
			"CoreDNS starts, with one socket for the bound address and one for all. The system gives questions for the bound address to the former, which knows only the zones of the bound blocks and refuses all others.",
		sources: [register],
	},
	LDNS446: {
		title: "A zone in upper case",
		explanation:
			"Before 1.14.7 CoreDNS keeps a server block's zone as it is written but looks names up in lower case. It starts, and answers REFUSED for every name of that zone.",
		sources: [register, "coredns/coredns v1.14.7: core/dnsserver/register.go"],
	},
	LDNS447: {
		title: "A placeholder that nobody fills in",
		explanation:
			"node-cache replaces __PILLAR__LOCAL__DNS__, __PILLAR__CLUSTER__DNS__, __PILLAR__UPSTREAM__SERVERS__ and __PILLAR__DNS__SERVER__ in its template. __PILLAR__DNS__DOMAIN__ is for the one who installs the add-on, and a plain CoreDNS fills in none of them. As an upstream it keeps the server from starting; as a zone it serves nothing.",
		sources: [nodeCache("app/configmap.go")],
	},
	LDNS448: {
		title: "Two endpoints share one port",
		explanation:
			"The HTTP endpoints of CoreDNS listen with SO_REUSEPORT, so a second one on the same address and port is no error: the system gives each connection to one of them. A probe of /health then meets the metrics now and then, gets 404, and the pod is restarted. A second health of the same address answers alike, but its pause at shutdown (lameduck) comes on top.",
		sources: ["coredns/coredns v1.13.2: plugin/pkg/reuseport/listen_reuseport.go", setup("health")],
	},
	LDNS449: {
		title: "An environment variable inside a template",
		explanation:
			"The Corefile's parser replaces {$NAME} in every word before the plugin template sees it, also in the middle of {{$NAME}}. A variable that is not set leaves nothing, and the template is another one than was written.",
		sources: ["coredns/caddy: caddyfile/parse.go, replaceEnvVars"],
	},
	LDNS450: {
		title: "No health endpoint",
		explanation:
			"Without the plugin health a liveness probe has nothing to ask. A process that hangs stays, and with it all DNS of the node.",
		sources: ["coredns/coredns: plugin/health/README.md"],
	},
	LDNS451: {
		title: "A block without a cache",
		explanation:
			"The block forwards every question, so that the node's cache saves nothing for its zones, and an outage of the upstream is one for its pods.",
		sources: ["coredns/coredns: plugin/cache/README.md"],
	},
	LDNS452: {
		title: "node-cache's -syncinterval cannot be used",
		explanation:
			"The value is a Go duration that node-cache multiplies by a second once more. A bare number is no duration and 10s overflows: both end the process at its start. 60s is taken, and means 148 years, so that packet rules are never checked again. Left out, it is a minute.",
		sources: [nodeCache("main.go"), nodeCache("app/cache_app.go"), "kubernetes/dns issue 362"],
	},
	LDNS453: {
		title: "node-cache without -conf or a -localip that it takes",
		explanation:
			"node-cache fills in its template and writes the result to the file of -conf. Without the flag the write fails, and CoreDNS serves its built-in default, the plugin whoami; -corefile looks as if it did the same, but is always overwritten. -localip takes addresses separated by commas, all of one family: an empty one, a name, a placeholder of the add-on's template (replaced in the Corefile, not here), or IPv4 beside IPv6 ends the process at its start. For both families run two.",
		sources: [nodeCache("main.go"), "kubernetes/dns issue 655"],
	},
	LDNS454: {
		title: "A manifest that is no YAML",
		explanation:
			"The text has kind: and apiVersion: like Kubernetes objects, but YAML's grammar does not take it, so nothing in it can be judged. kubectl would refuse it too.",
		sources: ["YAML 1.2.2"],
	},
	LDNS455: {
		title: "node-cache without -pidfile",
		explanation:
			"With -pidfile the packet rules are in place as soon as CoreDNS serves. Without it they come a minute after the start; until then questions pass connection tracking, and on a node whose INPUT policy is DROP they are not answered at all.",
		sources: [nodeCache("app/cache_app.go"), "kubernetes/dns issue 448"],
	},
	LDNS456: {
		title: "A ports list keeps a second pod off the node",
		explanation:
			"On the host's network each containerPort is a hostPort as well, and no two pods with the same one fit on a node. An update has to stop the old pod first, and the node is without DNS meanwhile. The list has no other use there.",
		sources: ["Kubernetes API: Container.ports", "kubernetes/dns issue 310"],
	},
	LDNS457: {
		title: "The old pod takes the address away from the new one",
		explanation:
			"With maxSurge the new pod serves beside the old one. When the old one ends, node-cache deletes the interface with the address and the packet rules that both share, unless it has -skipteardown.",
		sources: [nodeCache("main.go"), "kubernetes/dns issue 324"],
	},
	LDNS458: {
		title: "A cache without a liveness probe",
		explanation: "A process that hangs is never restarted, and its pods have no other DNS server.",
		sources: ["kubernetes/kubernetes: cluster/addons/dns/nodelocaldns/nodelocaldns.yaml"],
	},
	LDNS459: {
		title: "A ServiceAccount that nobody creates",
		explanation:
			"The pods name a ServiceAccount that is not among the objects, though others of the installation are. Unless it exists already no pod is created (FailedCreate), and kubelets that point to the cache leave new pods without DNS.",
		sources: ["Kubernetes documentation: Configure Service Accounts for Pods"],
	},
};
