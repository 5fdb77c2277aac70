import { clusterDnsServiceChecks } from "../../src/checks/cluster-dns-service.ts";
import { known } from "../../src/cluster/index.ts";
import { judges } from "./judges.ts";
import { configMap, corednsOn, nodesWith, readNodes, service } from "./k3s-cluster.ts";

judges("the Service of the cluster DNS", clusterDnsServiceChecks, [
	[
		"cluster-dns-service",
		"no Service",
		{ clusterDns: { service: known(undefined) } },
		"error",
		/no Service kube-dns/,
	],
	[
		"cluster-dns-service",
		"a headless Service",
		{ clusterDns: { service: service("None") } },
		"error",
		/no address/,
	],
	[
		"cluster-dns-service",
		"a Service without TCP",
		{
			clusterDns: {
				service: known({
					addresses: ["10.43.0.10"],
					ports: [{ port: 53, protocol: "UDP" }],
				}),
			},
		},
		"error",
		/for TCP/,
	],
	[
		"cluster-dns-noted",
		"a note of another address",
		{ clusterDns: { noted: configMap({ clusterDNS: "10.43.0.99" }) } },
		"warning",
		/10.43.0.99/,
	],
	["cluster-dns-noted", "no note", { clusterDns: { noted: known(undefined) } }, "skipped", /cluster-dns/],
	[
		"coredns-ready",
		"no ready pod",
		{ clusterDns: { endpoints: corednsOn() } },
		"error",
		/the Deployment wants 2/,
	],
	[
		"coredns-ready",
		"fewer ready pods than wanted",
		{ clusterDns: { endpoints: corednsOn("server") } },
		"warning",
		/1 of 2/,
	],
	[
		"coredns-places",
		"all pods on one node",
		{ clusterDns: { endpoints: corednsOn("server") } },
		"warning",
		/on server/,
	],
	[
		"coredns-places",
		"a cluster of one node",
		{ nodes: readNodes([{ name: "only" }]) },
		"skipped",
		/one node/,
	],
	[
		"server-cluster-dns",
		"the cache's address as K3s' cluster-dns",
		{ nodes: nodesWith({ args: ["server", "--cluster-dns", "169.254.20.10"] }) },
		"error",
		/no Service can have/,
	],
	[
		"server-cluster-dns",
		"servers that differ",
		{
			nodes: readNodes([
				{ name: "a", args: ["server", "--cluster-dns", "10.43.0.10"] },
				{ name: "b", args: ["server", "--cluster-dns", "10.43.0.11"] },
			]),
		},
		"error",
		/b has 10.43.0.11/,
	],
]);
