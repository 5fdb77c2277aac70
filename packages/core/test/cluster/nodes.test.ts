import { describe, expect, it } from "vitest";
import {
	type ClusterNode,
	nameserversOf,
	parseKubernetesVersion,
	parseNodeArgs,
	readNode,
} from "../../src/cluster/index.ts";
import { healthyCluster, nodeObject } from "../checks/k3s-cluster.ts";

describe("a version", () => {
	it.each([
		["v1.34.2+k3s1", 34, 2, "k3s1"],
		["v1.33.1-gke.100", 33, 1, undefined],
		["1.32.0", 32, 0, undefined],
		["v1.31.4+rke2r1", 31, 4, undefined],
	])("%s is read", (text, minor, patch, k3s) => {
		expect(parseKubernetesVersion(text)).toEqual({ text, minor, patch, k3s });
	});

	it.each(["", "v2.0.0", "v1.34", "latest", `v1.34.2${"x".repeat(200)}`])("%j is none", (text) => {
		expect(parseKubernetesVersion(text)).toBeUndefined();
	});
});

describe("the flags that K3s notes on its node", () => {
	it("are pairs, whose values may begin with dashes where a flag can be repeated", () => {
		const words = [
			"server",
			"--cluster-init",
			"--kubelet-arg",
			"--v=2",
			"--token",
			"********",
			"--debug",
			"true",
		];
		expect(parseNodeArgs(JSON.stringify(words))).toEqual({
			role: "server",
			flags: [
				{ name: "cluster-init", value: undefined },
				{ name: "kubelet-arg", value: "--v=2" },
				{ name: "token", value: "********" },
				{ name: "debug", value: "true" },
			],
		});
	});

	it.each([undefined, "", "[1]", "{}", "null", '["server"'])("%j says nothing", (annotation) => {
		expect(parseNodeArgs(annotation)).toBeUndefined();
	});
});

describe("a node", () => {
	it("has the role that K3s notes, each address once, and only the images that are asked for", () => {
		const object = nodeObject({ name: "a", args: ["server"], images: ["x/dns:1", "x/web:1"] });
		expect(readNode(object, (image) => image.includes("dns"))).toMatchObject({
			name: "a",
			role: "server",
			addresses: ["100.64.0.10"],
			isK3s: true,
			flannelBackend: "vxlan",
			notReady: undefined,
			pressures: [],
			imageCount: 2,
			images: ["x/dns:1"],
		});
	});

	it("is read as far as it goes", () => {
		expect(readNode({}, () => true)).toMatchObject({
			name: "",
			role: "agent",
			addresses: [],
			isK3s: false,
			notReady: "its kubelet has reported nothing",
			imageCount: 0,
		});
		const labelled = { metadata: { name: "b", labels: { "node-role.kubernetes.io/control-plane": "" } } };
		expect(readNode(labelled, () => true).role).toBe("server");
	});

	it("gives pods what its kubelet says, else what K3s passes on to it", () => {
		const node = (...args: string[]): ClusterNode =>
			readNode(nodeObject({ name: "a", args: ["agent", ...args] }), () => true);
		const arg = (entry: string) => ["--kubelet-arg", entry];
		const own = arg("cluster-dns=169.254.20.10");
		expect(nameserversOf(node(), healthyCluster)).toBeUndefined();
		expect(nameserversOf(node(...own), healthyCluster)).toEqual(["169.254.20.10"]);
		expect(nameserversOf(node(...arg("cluster-dns=1.1.1.1,2.2.2.2")), healthyCluster)).toEqual([
			"1.1.1.1",
			"2.2.2.2",
		]);
		expect(nameserversOf(node(...arg("bare"), ...own), healthyCluster)).toBeUndefined();
		const asked = { ...healthyCluster, kubeletDns: new Map([["a", ["10.43.0.10"]]]) };
		expect(nameserversOf(node(...own), asked)).toEqual(["10.43.0.10"]);
	});
});
