import type { nodeFactsCodes } from "../error-codes/node-facts.ts";
import type { Explanation } from "./explanation.ts";

export const nodeFactsExplanations: Record<keyof typeof nodeFactsCodes, Explanation> = {
	LDNS660: {
		title: "tailscale is not up on a node that others reach through it",
		explanation:
			"The node's address in the cluster is one of 100.64.0.0/10, so flannel's packets to it go through tailscale, and its tailscaled is not there, does not answer, or is in another state than Running: NeedsLogin after its key has expired, Stopped after `tailscale down`. Its socket is looked for at /run/tailscale/tailscaled.sock.",
		sources: ["tailscale/tailscale: ipn/backend.go (State)", "tailscale/tailscale: paths/paths.go"],
	},
	LDNS661: {
		title: "tailscale runs without an interface",
		explanation:
			"With --tun=userspace-networking tailscaled keeps a network of its own inside its process. Nothing that other programs send reaches the tailnet but through its proxy, so flannel cannot work over it. Containers without /dev/net/tun are where this happens.",
		sources: ["tailscale.com/kb/1112/userspace-networking"],
	},
	LDNS662: {
		title: "A node reaches CoreDNS through a relay",
		explanation:
			"A pod on the node had its tailscaled ping the nodes that run CoreDNS, ten times. The answers came through a DERP server, which carries packets in TCP and may be in another country, or through a peer relay, or not at all. Every name that the cache does not hold pays for that. A way that was idle begins at a relay and becomes direct within a second or two, so the last answer counts. A direct way needs UDP between the nodes: an open port 41641 on one of the two is enough.",
		sources: [
			"tailscale/tailscale: ipn/ipnstate/ipnstate.go (PingResult)",
			"tailscale.com/kb/1257/connection-types",
		],
	},
	LDNS663: {
		title: "The way to CoreDNS' node loses packets",
		explanation:
			"Two or more of ten pings were not answered within two seconds. These pings are tailscale's own, below the cluster's network: loss here is loss of the link, such as a carrier that limits UDP. Ten pings see heavy loss only; `localdns bench` measures what it does to names. Under heavy loss tailscale sends by DERP as well, which hides some of it.",
		sources: ["tailscale/tailscale: wgengine/magicsock", "tailscale/tailscale issue 2270"],
	},
	LDNS664: {
		title: "tailscale0 has an unusual MTU",
		explanation:
			"tailscale gives its interface 1280 bytes, unless TS_DEBUG_MTU says otherwise. localdns reckons with 1280 when it chooses how large answers may be, less what flannel takes: a smaller one has answers cut in two, and where nodes differ the smaller one counts.",
		sources: ["tailscale/tailscale: net/tstun/mtu.go"],
	},
	LDNS665: {
		title: "tailscale writes the resolvers of a node",
		explanation:
			"With --accept-dns (the default) tailscaled puts 100.100.100.100 and the tailnet's search domain into /etc/resolv.conf, or into systemd-resolved. K3s takes that file for CoreDNS and for pods of dnsPolicy Default: external names of the whole cluster then go through one tailscaled, which answers 256 questions at a time, and the search domain makes pods ask more names. A tailnet whose DNS points at the cluster makes a loop.",
		sources: ["tailscale/tailscale: net/dns/resolver", "tailscale/tailscale issues 5303 and 2595"],
	},
	LDNS666: {
		title: "A node is about to leave the tailnet",
		explanation:
			"The key by which the node is on the tailnet expires within 14 days, or has; tailscaled then asks for a login, and the node is out of reach for the others. Renew it, or disable key expiry for nodes in the admin console. Have another way to the node while you do: the tailnet is cut for a moment.",
		sources: ["tailscale.com/kb/1028/key-expiry"],
	},
	LDNS667: {
		title: "tailscale's firewall drops what a node's resolvers answer",
		explanation:
			"tailscaled drops packets from 100.64.0.0/10 that do not come out of its tunnel, and this node's resolvers are in that network without being on the tailnet: those of Alibaba Cloud are 100.100.2.136 and 100.100.2.138. Names then do not resolve although every route looks right, and --accept-dns=false does not help. Ways out: a rule that lets them in, --netfilter-mode=off with rules of your own, the node attribute disable-linux-cgnat-drop-rule, or other resolvers.",
		sources: ["tailscale/tailscale issues 21249, 10237 and 1381", "tailscale/tailscale: util/linuxfw"],
	},
	LDNS668: {
		title: "A node's resolver file leads in a circle",
		explanation:
			"The kubelet gives pods of dnsPolicy Default, CoreDNS among them, the nameservers of the node's file. A loopback address there, such as 127.0.0.53 of systemd-resolved, is the pod itself; 169.254.20.10 is the cache, which asks CoreDNS, which asks the cache. K3s passes over such a file by itself, but not over one that --resolv-conf names.",
		sources: [
			"k3s-io/k3s: pkg/agent/config/config.go (locateOrGenerateResolvConf)",
			"coredns.io/plugins/loop",
		],
	},
	LDNS669: {
		title: "A node's kernel lacks what the cache needs",
		explanation:
			"node-cache puts its address on a link of type dummy, and goes on without when the kernel has none: it then cannot listen, and restarts for ever. Mode intercept also needs the target NOTRACK of iptables, so that kube-proxy's rules do not see the packets. Kernels of small virtual machines and boards lack one or the other. The engine coredns has its address on lo instead and needs neither. The kernel's configuration, its loaded modules and its module files are read; where none of them says, the answer is unknown.",
		sources: [
			"kubernetes/dns: pkg/netif/netif.go, cmd/node-cache/app/cache_app.go",
			"Linux: drivers/net/Kconfig, net/netfilter/Kconfig",
		],
	},
};
