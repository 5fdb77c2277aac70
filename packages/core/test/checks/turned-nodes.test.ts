import { turnedNodesChecks } from "../../src/checks/turned-nodes.ts";
import { judges } from "./judges.ts";
import {
	cachePod,
	configMap,
	healthyCluster,
	healthyPods,
	nodesWith,
	readPods,
	turned,
} from "./k3s-cluster.ts";

const withPod = (pod: Parameters<typeof readPods>[0][number]) => readPods([...healthyPods, pod]);

const laterTurn = {
	state: "turned",
	addresses: ["169.254.20.10"],
	turningAt: "2026-03-03T00:00:00Z",
	turnedAt: "2026-03-03T00:01:00Z",
};

judges("who asks the cache", turnedNodesChecks, [
	[
		"nodes-with-cache",
		"a turned kubelet without a ready cache",
		{ pods: readPods([cachePod("server"), cachePod("agent-1", false), cachePod("agent-2")]) },
		"error",
		/pods on agent-1 ask a cache that is not ready/,
	],
	[
		"nodes-with-cache",
		"a kubelet that is not turned yet",
		{ nodes: nodesWith({ args: ["agent"] }) },
		"warning",
		/2 of 3; not agent-1/,
	],
	[
		"nodes-with-cache",
		"an entry that K3s drops",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "v", ...turned] }) },
		"warning",
		/not agent-1/,
	],
	[
		"nodes-with-cache",
		"what the kubelet itself says, over what K3s notes",
		{ kubeletDns: new Map([["agent-1", ["10.43.0.10"]]]) },
		"warning",
		/not agent-1/,
	],
	[
		"pods-with-cache",
		"a pod from before",
		{ pods: withPod({ name: "old", createdAt: "2026-02-01T00:00:00Z" }) },
		"warning",
		/1 pod still .*: shop\/ReplicaSet\/web-5d9c/,
	],
	[
		"pods-with-cache",
		"a pod that is newer than the cache, and older than its node's turn",
		{ cache: { ...healthyCluster.cache, nodeRecords: configMap({ "agent-1": JSON.stringify(laterTurn) }) } },
		"warning",
		/1 pod still .*: shop\/ReplicaSet\/web-5d9c/,
	],
	[
		"pods-with-cache",
		"a pod from before that asks nobody in the cluster",
		{ pods: withPod({ name: "old", createdAt: "2026-02-01T00:00:00Z", spec: { dnsPolicy: "Default" } }) },
		"ok",
		/none/,
	],
]);
