import type { clusterCodes } from "../error-codes/cluster.ts";
import type { Explanation } from "./explanation.ts";

const skew = "kubernetes.io: Version Skew Policy";
const k3sDeploy = "k3s-io/k3s: pkg/deploy/controller.go";
const k3sAgent = "k3s-io/k3s: pkg/daemons/agent/agent.go";
const nodeArgs = "k3s-io/k3s: pkg/nodeconfig/nodeconfig.go";
const manifest = "k3s-io/k3s: manifests/coredns.yaml";

export const clusterExplanations: Record<keyof typeof clusterCodes, Explanation> = {
	LDNS601: {
		title: "The API server does not answer",
		explanation:
			"No connection to the address in the kubeconfig came about: nothing listens there, its name does not resolve, or the way to it is cut. A kubeconfig that was copied from a K3s server names 127.0.0.1, which is that server itself.",
		sources: ["docs.k3s.io: Cluster Access"],
	},
	LDNS602: {
		title: "The API server's certificate is not trusted",
		explanation:
			"Something answered, and could not prove to be this cluster's API server: the authority in the kubeconfig is another one, or the certificate does not hold the name or address that was asked. K3s puts further addresses into it with the flag tls-san.",
		sources: ["docs.k3s.io: k3s server, --tls-san"],
	},
	LDNS603: {
		title: "The API server does not know who is asking",
		explanation:
			"The certificate or token of the kubeconfig is not, or no longer, valid, or the program that should fetch one failed. K3s renews client certificates when it starts within 90 days of their end, so a copied kubeconfig can outlive them.",
		sources: ["docs.k3s.io: k3s certificate"],
	},
	LDNS604: {
		title: "A right is missing",
		explanation:
			"The API server knows the account and refuses what was asked. What each command needs is printed by localdns rbac, to be applied by an administrator.",
		sources: ["kubernetes.io: Using RBAC Authorization"],
	},
	LDNS605: {
		title: "The kubeconfig cannot be used",
		explanation:
			"The file is not there or is no kubeconfig, or the context is not in it. Files are looked for as kubectl does: --kubeconfig, then KUBECONFIG, then ~/.kube/config, and inside a pod the account that is mounted there. Of several files with the same entry the first one counts.",
		sources: ["kubernetes.io: Organizing Cluster Access Using kubeconfig Files"],
	},
	LDNS606: {
		title: "The API server took too long",
		explanation:
			"The connection stood, and no answer came within the time that --request-timeout allows for one request. Over a link with loss an answer of several megabytes can take that long.",
	},
	LDNS607: {
		title: "The API server answered something else",
		explanation:
			"The answer was an error of the server itself, or nothing that an API server would say. Something else may be listening at that address, or the server is starting or ending.",
	},
	LDNS610: {
		title: "doctor may not read all that it needs",
		explanation:
			"Before anything else doctor asks the API server about every single right that it needs (SelfSubjectAccessReview) and lists those that are missing. What depends on them comes out as unknown, and the exit code is then never 0.",
		sources: ["kubernetes.io: Checking API Access"],
	},
	LDNS611: {
		title: "Kubernetes is older or newer than what is tested",
		explanation:
			"The objects of localdns are validated against Kubernetes 1.33 to 1.37. Before 1.22 neither server-side apply nor a DaemonSet's maxSurge can be counted on, so an update of the cache would leave each node without DNS for a moment.",
		sources: ["kubernetes.io: Perform a Rolling Update on a DaemonSet", "kubernetes.io: Server-Side Apply"],
	},
	LDNS612: {
		title: "A kubelet and the API server are too far apart",
		explanation:
			"A kubelet may be up to three minor versions older than the API server and never newer. Beyond that its pods may lack what the API server takes for granted.",
		sources: [skew],
	},
	LDNS613: {
		title: "A node does not run K3s",
		explanation:
			"In mode kubelet localdns changes the configuration of K3s. It does not know that of other distributions, so such nodes keep asking the cluster DNS. Mode intercept changes no kubelet.",
	},
	LDNS614: {
		title: "A node is not ready",
		explanation:
			"Its kubelet has not reported for a while, or reports a lack of disk, memory or process numbers. An installation leaves such a node for later, because nobody could see there whether names still resolve.",
		sources: ["kubernetes.io: Node Status"],
	},
	LDNS615: {
		title: "flannel does not survive a restart of tailscaled",
		explanation:
			"flannel's vxlan device is bound to the interface tailscale0. When tailscaled restarts, that interface is made anew; flannel.1 or its routes are gone, and until K3s is restarted the node's pods reach none on other nodes, nor the cluster DNS there. Newer releases bring the device back by themselves.",
		sources: ["k3s-io/k3s issues 12436 and 14142; backports 14114 to 14117"],
	},
	LDNS620: {
		title: "The cluster has no DNS Service as K3s makes it",
		explanation:
			"Pods ask the address of Service kube-dns in kube-system, and the cache asks it for what it does not hold. Without an address, or without port 53 for UDP and TCP, there is nobody to ask. It is missing where K3s was started with --disable=coredns.",
		sources: [manifest],
	},
	LDNS621: {
		title: "K3s' note of the cluster DNS is out of date",
		explanation:
			"K3s writes the ConfigMap cluster-dns when the cluster begins, and never again. Programs that take the address from it, and not from the Service, ask where nobody answers.",
		sources: ["k3s-io/k3s: pkg/server/server.go"],
	},
	LDNS622: {
		title: "CoreDNS has no ready pod, or not all of them",
		explanation:
			"Without one, no name of the cluster resolves beyond what caches still hold. Common causes are a Corefile that does not start, an image that cannot be pulled, and a node that is gone.",
		sources: [manifest],
	},
	LDNS623: {
		title: "All of CoreDNS is on one node",
		explanation:
			"K3s leaves the number of replicas open, which means one. The cache bridges a gap for names that it has answered before; all others wait for that one node, and for the link to it. K3s does not name the number in its manifest, so that a changed one survives its restarts.",
		sources: [manifest, "k3s-io/k3s issue 1606"],
	},
	LDNS624: {
		title: "K3s' flag cluster-dns holds the cache's address",
		explanation:
			"The flag cluster-dns of k3s server is the address of the Service kube-dns, not what pods are given. A link-local address cannot be a Service's: the API server rejects it, CoreDNS is not applied, and servers with different values refuse each other. What pods are given is the kubelet's, under kubelet-arg.",
		sources: ["k3s-io/k3s: pkg/cli/server/server.go", "k3s-io/k3s: pkg/daemons/control/deps/deps.go"],
	},
	LDNS625: {
		title: "Changes of CoreDNS that K3s will take back",
		explanation:
			"Whenever a server starts, K3s writes its packaged manifests anew and applies them over whatever was changed. Turning a server's kubelet to the cache restarts it, so the change would be lost in the middle of an installation. Who wrote which field is read from metadata.managedFields. The ConfigMap coredns-custom is left alone by K3s.",
		sources: [
			k3sDeploy,
			"k3s-io/k3s issues 5312 and 13210",
			"docs.k3s.io: CoreDNS custom configuration imports",
		],
	},
	LDNS626: {
		title: "A part of coredns-custom has no effect",
		explanation:
			"CoreDNS in K3s imports keys that end in .override into its one server block and those that end in .server beside it. A forward for . in an override takes all names where the import stands above the block's own forward, and none where it stands below, as in older releases. Keys with other endings are never read.",
		sources: [manifest],
	},
	LDNS627: {
		title: "Pods search another domain than CoreDNS answers",
		explanation:
			"The kubelet writes the cluster domain into the search list of each pod, and the plugin kubernetes answers one domain. Where they differ, no short name of a Service resolves.",
		sources: [manifest, "kubernetes/kubernetes: pkg/kubelet/network/dns/dns.go"],
	},
	LDNS628: {
		title: "lint has findings in the cluster's Corefile",
		explanation:
			"The Corefile of the cluster DNS, with coredns-custom imported, is judged as its version of CoreDNS reads it. The codes of the findings say more: localdns explain CODE.",
	},
	LDNS630: {
		title: "A kubelet was given another cluster DNS by hand",
		explanation:
			"An entry cluster-dns of kubelet-arg is there already. Entries add up, so a second one does not replace it, and a drop-in of the kubelet loses against it. localdns refuses such a node rather than guess; an entry that names the cache itself is taken over with --adopt.",
		sources: ["k3s-io/k3s: pkg/util/args.go", nodeArgs],
	},
	LDNS631: {
		title: "An entry of kubelet-arg swallows the next one",
		explanation:
			"K3s from 1.32 on takes an entry without = for a name whose value is the next entry, and that next entry is dropped without a word. If ours came next, the kubelet would never see it.",
		sources: [`${k3sAgent} (extractConfigArgs)`],
	},
	LDNS632: {
		title: "A node's resolver file was named by hand",
		explanation:
			"K3s looks at /etc/resolv.conf and refuses files with loopback or link-local nameservers. A file that is named with resolv-conf it takes unread. CoreDNS and the cache inherit it, and with a loopback address in it they would ask themselves or nobody.",
		sources: [`${k3sAgent}; pkg/agent/config/config.go (locateOrGenerateResolvConf)`],
	},
	LDNS640: {
		title: "Mode intercept does not work with this kube-proxy",
		explanation:
			"In mode intercept the cache takes the address of the cluster DNS. kube-proxy in mode ipvs has that address on an interface of its own, in mode nftables the cache's rules do not apply, and a replacement of kube-proxy answers before either. Mode kubelet works with all of them.",
		sources: ["kubernetes.io: Using NodeLocal DNSCache in Kubernetes Clusters", "kubernetes/dns issue 682"],
	},
	LDNS641: {
		title: "An egress policy keeps pods from the cache",
		explanation:
			"The cache is on the host network, where no pod selector finds it, and the policy controller of K3s judges packets to a link-local address like any other. Pods with an egress policy lose DNS unless a rule allows the address itself, some of them only minutes after the change, when the rules are written anew.",
		sources: ["gardener/gardener issue 2745", "k3s-io/kube-router: pkg/controllers/netpol"],
	},
	LDNS642: {
		title: "Another pod has port 53 of the node",
		explanation:
			"Another cache of the same kind, or a load balancer's or DNS server's pod with port 53 of the host, listens where the cache is to listen. If it listens on every address, the cache does not start; if it has the same address, pods ask one or the other.",
		sources: ["kubernetes-sigs/kubespray issue 4979"],
	},
	LDNS643: {
		title: "Some nodes are on the tailnet and some are not",
		explanation:
			"Nodes with an address of 100.64.0.0/10 reach each other through tailscale, the others do not know that network. Where both kinds are in one cluster, some pairs of nodes have no way to each other, and pods there do not reach the cluster DNS.",
		sources: ["docs.k3s.io: Distributed hybrid or multicloud cluster", "RFC 6598"],
	},
	LDNS644: {
		title: "Answers of the cluster DNS are larger than a packet",
		explanation:
			"tailscale's interface carries 1280 bytes, vxlan over it 1230, wireguard 1200. Without bufsize CoreDNS sends answers as large as the client allows, mostly 1232 bytes; a larger packet is cut in two, and the loss of one loses the answer. The file that the hint adds is read inside the cluster's own server block.",
		sources: ["flannel: pkg/backend/vxlan, pkg/backend/wireguard", "dnsflagday.net/2020"],
	},
	LDNS645: {
		title: "A resolver in the network that tailscale keeps for itself",
		explanation:
			"tailscale's firewall drops packets from 100.64.0.0/10 that do not come out of its tunnel, and some clouds have their resolvers in that network, such as Alibaba Cloud with 100.100.2.136. tailscale's own resolver 100.100.100.100 is reachable, and answers at most 256 questions at a time, which a whole cluster's share soon fills.",
		sources: ["tailscale/tailscale issues 21249, 10237 and 1381"],
	},
	LDNS650: {
		title: "A node does not have the cache's image",
		explanation:
			"It would be pulled when the cache is installed. Where the registry is out of reach the cache does not start there, so pull it first, or name a mirror with --registry. A kubelet lists 50 images, so a full list proves nothing, and the answer is then unknown.",
		sources: ["kubernetes/kubernetes: pkg/kubelet/apis/config/v1beta1/defaults.go (nodeStatusMaxImages)"],
	},
	LDNS651: {
		title: "Kubelets name a cache that is not installed",
		explanation:
			"New pods on these nodes have the cache's address as their nameserver, and nobody answers there: they resolve nothing. The cache was deleted before the kubelets were given back their own cluster DNS, or it is in another namespace (-n).",
	},
	LDNS652: {
		title: "The cache is not ready on every node",
		explanation:
			"On nodes whose pods ask the cache this is an outage. Where the DaemonSet does not want a pod, as its nodeSelector or a taint says, it is a warning.",
	},
	LDNS653: {
		title: "The second Service of the cluster DNS is missing",
		explanation:
			"In mode intercept the cache has the address of the cluster DNS itself, and reaches the servers behind it by a second Service, kube-dns-upstream. Without it node-cache writes <nil> in its place and ends.",
		sources: ["kubernetes-sigs/node-local-dns: cmd/node-cache/app/configmap.go"],
	},
	LDNS654: {
		title: "The cache asks where the cluster DNS is not",
		explanation:
			"Its Corefile does not name the address of the Service kube-dns. It was rendered for another cluster, or the Service was made anew with another address.",
	},
	LDNS655: {
		title: "lint has findings in the cache's Corefile",
		explanation:
			"The Corefile that the cache runs with is judged as its image reads it. Those of profile article have some: they are the article's own.",
	},
	LDNS656: {
		title: "Pods of a node ask a cache in vain, or do not ask it",
		explanation:
			"What new pods ask is read from each kubelet where that is allowed (nodes/proxy), and else from what K3s notes of its flags. An error is a node whose kubelet names the cache while no pod of it is ready there. A warning is a node whose kubelet does not name it yet: one that joined later, or that an installation has not reached.",
		sources: [nodeArgs],
	},
	LDNS657: {
		title: "Pods from before their node's turn still ask the cluster DNS",
		explanation:
			"A pod keeps the nameserver that it was given when its sandbox was made; a restart of its containers does not change it. Such pods work as before, without the cache, until they are made anew. Counted are those that are older than their node's turn, and on a node that was turned by hand, nobody knows when, than the cache's DaemonSet. `localdns status` names each workload with the command that recreates it.",
		sources: ["kubernetes/kubernetes: pkg/kubelet/network/dns/dns.go"],
	},
	LDNS658: {
		title: "The cache was installed by something else",
		explanation:
			"The Kubernetes add-on and the widely copied article call their objects node-local-dns as well. An installation would find them in its place, with fields that belong to others. See what it is and who keeps it in place, such as an addon manager or a GitOps tool, before anything is installed over it.",
		sources: ["kubernetes/kubernetes: cluster/addons/dns/nodelocaldns/nodelocaldns.yaml"],
	},
};
