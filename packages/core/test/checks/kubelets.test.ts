import { kubeletChecks } from "../../src/checks/kubelets.ts";
import { judges } from "./judges.ts";
import { nodesWith, turned } from "./k3s-cluster.ts";

judges("what kubelets have been told", kubeletChecks, [
	[
		"competing-flags",
		"another cluster DNS by hand",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "cluster-dns=10.9.9.9"] }) },
		"error",
		/agent-1 \(cluster-dns=10.9.9.9\)/,
	],
	[
		"competing-flags",
		"a cluster DNS that is not understood",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "--cluster-dns 10.9.9.9"] }) },
		"error",
		/agent-1/,
	],
	[
		"competing-flags",
		"the cache with another server behind it",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "cluster-dns=169.254.20.10,10.43.0.10"] }) },
		"ok",
		/3 nodes/,
	],
	[
		"swallowed-arguments",
		"an entry without a value",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "v", ...turned] }) },
		"warning",
		/agent-1 \(v\)/,
	],
	[
		"host-resolver",
		"a resolver file by hand",
		{ nodes: nodesWith({ args: ["agent", "--resolv-conf", "/etc/my.conf"] }) },
		"warning",
		/agent-1 \(\/etc\/my.conf\)/,
	],
	[
		"host-resolver",
		"a resolver file for the kubelet",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "resolv-conf=/x"] }) },
		"warning",
		/agent-1 \(\/x\)/,
	],
	[
		"competing-flags",
		"a cluster DNS in a kubelet's own configuration file",
		{ nodes: nodesWith({ args: ["agent"] }), kubeletDns: new Map([["agent-1", ["10.9.9.9"]]]) },
		"error",
		/agent-1 \(clusterDNS 10.9.9.9 in the kubelet's own configuration\)/,
	],
	[
		"competing-flags",
		"kubelets that say what they should",
		{ kubeletDns: new Map([["agent-1", ["169.254.20.10", "10.43.0.10"]]]) },
		"ok",
		/3 nodes/,
	],
]);
