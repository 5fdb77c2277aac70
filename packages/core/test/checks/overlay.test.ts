import { overlayChecks } from "../../src/checks/overlay.ts";
import { known } from "../../src/cluster/index.ts";
import { k3sCorefile } from "../k3s-corefile.ts";
import { judges } from "./judges.ts";
import { configMap, healthyNodes, nodesWith, readNodes } from "./k3s-cluster.ts";

judges("the network below the cluster", overlayChecks, [
	[
		"tailnet",
		"a node with an IPv6 address of the tailnet",
		{ nodes: nodesWith({ address: "fd7a:115c:a1e0::7" }) },
		"ok",
		/3 nodes/,
	],
	[
		"tailnet",
		"a node without the tailnet",
		{ nodes: nodesWith({ address: "192.0.2.7" }) },
		"warning",
		/2 of 3 .*not agent-1/,
	],
	[
		"tailnet",
		"a cluster without a tailnet",
		{ nodes: readNodes(healthyNodes.map((node, index) => ({ ...node, address: `192.0.2.${index}` }))) },
		"skipped",
		/100.64/,
	],
	[
		"path-mtu",
		"the smallest of several backends",
		{ nodes: nodesWith({ flannel: "extension" }), clusterDns: { custom: known(undefined) } },
		"warning",
		/1230 bytes/,
	],
	[
		"path-mtu",
		"answers larger than vxlan over tailscale",
		{ clusterDns: { custom: known(undefined) } },
		"warning",
		/1230 bytes.*1182/,
	],
	[
		"path-mtu",
		"a backend without headers of its own",
		{ nodes: readNodes(healthyNodes.map((node) => ({ ...node, flannel: "extension" }))) },
		"ok",
		/1280/,
	],
	[
		"shared-addresses",
		"tailscale's own resolver for all names",
		{
			clusterDns: {
				configuration: configMap({ Corefile: k3sCorefile.replace("/etc/resolv.conf", "100.100.100.100") }),
			},
		},
		"warning",
		/256 questions/,
	],
	[
		"shared-addresses",
		"a cloud's resolver",
		{
			clusterDns: {
				configuration: configMap({ Corefile: k3sCorefile.replace("/etc/resolv.conf", "100.100.2.136:53") }),
			},
		},
		"warning",
		/asks 100.100.2.136$/,
	],
	[
		"shared-addresses",
		"a resolver on a node of the cluster",
		{
			clusterDns: {
				configuration: configMap({ Corefile: k3sCorefile.replace("/etc/resolv.conf", "100.64.0.11") }),
			},
		},
		"ok",
		/none/,
	],
]);
