import { versionChecks } from "../../src/checks/versions.ts";
import { known } from "../../src/cluster/index.ts";
import { judges } from "./judges.ts";
import { healthyNodes, nodesWith, readNodes } from "./k3s-cluster.ts";

judges("versions and nodes", versionChecks, [
	[
		"kubernetes-version",
		"a Kubernetes without maxSurge",
		{ serverVersion: known("v1.21.14+k3s1") },
		"error",
		/older/,
	],
	[
		"kubernetes-version",
		"a Kubernetes before the tested ones",
		{ serverVersion: known("v1.30.1") },
		"warning",
		/outside/,
	],
	[
		"kubernetes-version",
		"an API server with a name of its own",
		{ serverVersion: known("abc") },
		"unknown",
		/abc/,
	],
	[
		"kubelet-versions",
		"a kubelet newer than the API server",
		{ nodes: nodesWith({ version: "v1.35.6+k3s1" }) },
		"warning",
		/agent-1 has v1.35.6/,
	],
	[
		"kubelet-versions",
		"a kubelet four minor versions older",
		{ nodes: nodesWith({ version: "v1.30.0+k3s1" }) },
		"warning",
		/agent-1 has v1.30.0/,
	],
	[
		"nodes-ready",
		"a node that is not ready",
		{ nodes: nodesWith({ ready: false }) },
		"warning",
		/agent-1 \(Kubelet stopped/,
	],
	[
		"nodes-ready",
		"a node with a full disk",
		{ nodes: nodesWith({ pressure: "DiskPressure" }) },
		"warning",
		/agent-1 \(DiskPressure\)/,
	],
	["nodes-ready", "no node", { nodes: known([]) }, "error", /no nodes/],
	[
		"flannel-comes-back",
		"K3s before flannel's fix",
		{ nodes: nodesWith({ version: "v1.34.8+k3s1" }) },
		"warning",
		/agent-1 \(v1.34.8\+k3s1\)/,
	],
	[
		"flannel-comes-back",
		"a K3s that never got the fix",
		{ nodes: nodesWith({ version: "v1.32.12+k3s1" }) },
		"warning",
		/agent-1/,
	],
	[
		"flannel-comes-back",
		"another backend",
		{ nodes: readNodes(healthyNodes.map((node) => ({ ...node, flannel: "host-gw" }))) },
		"skipped",
		/vxlan/,
	],
	[
		"k3s",
		"a node of another distribution",
		{ nodes: nodesWith({ version: "v1.34.9", provider: "kind" }) },
		"warning",
		/1 node of 3/,
	],
]);
