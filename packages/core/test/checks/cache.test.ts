import { cacheChecks } from "../../src/checks/cache.ts";
import { known } from "../../src/cluster/index.ts";
import { judges } from "./judges.ts";
import {
	cachePod,
	healthyNodes,
	installed,
	nodesWith,
	notInstalled,
	readNodes,
	readPods,
	service,
} from "./k3s-cluster.ts";

judges("the cache", cacheChecks, [
	[
		"cache-maker",
		"the article's cache",
		{ cache: installed({ profile: "article" }) },
		"warning",
		/not localdns'/,
	],
	[
		"image",
		"a node without the image",
		{ nodes: nodesWith({ images: ["docker.io/library/busybox:1.37"] }) },
		"warning",
		/not on 1 node of 3: agent-1/,
	],
	[
		"image",
		"a kubelet that lists no images",
		{ nodes: nodesWith({ images: [] }) },
		"unknown",
		/list no images/,
	],
	[
		"image",
		"a kubelet whose list is full",
		{ nodes: nodesWith({ images: Array.from({ length: 50 }, (_, index) => `x/y:${index}`) }) },
		"unknown",
		/not all/,
	],
	[
		"image",
		"a short name from Docker Hub",
		{
			cache: installed({ images: { cache: "mirror/node-cache:1.26.8" } }),
			nodes: readNodes(
				healthyNodes.map((node) => ({ ...node, images: ["docker.io/mirror/node-cache:1.26.8"] })),
			),
		},
		"ok",
		/mirror/,
	],
	[
		"cache-installed",
		"kubelets that name a cache that is gone",
		{ cache: notInstalled },
		"error",
		/server, agent-1, agent-2 ask a cache, and none/,
	],
	[
		"cache-ready",
		"a node without a ready cache",
		{
			cache: installed({}, 2),
			pods: readPods([cachePod("server"), cachePod("agent-1", false), cachePod("agent-2")]),
		},
		"error",
		/not on 1 node of 3: agent-1/,
	],
	[
		"cache-ready",
		"a node that is to have none",
		{ pods: readPods([cachePod("server"), cachePod("agent-2")]) },
		"warning",
		/agent-1/,
	],
	[
		"upstream-service",
		"a cache that intercepts without its Service",
		{ cache: { ...installed({ mode: "intercept" }), upstreamService: known(undefined) } },
		"error",
		/no Service kube-dns-upstream/,
	],
	[
		"cache-upstream",
		"a Service that has moved",
		{ clusterDns: { service: service("10.43.0.99") } },
		"error",
		/does not mention 10.43.0.99/,
	],
	[
		"cache-upstream",
		"a cache without its ConfigMap",
		{ cache: { ...installed(), configuration: known(undefined) } },
		"error",
		/no ConfigMap/,
	],
	[
		"cache-corefile",
		"the article's Corefile",
		{ cache: installed({ profile: "article" }) },
		"warning",
		/LDNS\d{3} Corefile:\d+/,
	],
]);
