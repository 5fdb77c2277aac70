import { describe, expect, it } from "vitest";
import { checks, runChecks } from "../../src/checks/index.ts";
import { type ClusterSnapshot, unread } from "../../src/cluster/index.ts";
import { errorCodes } from "../../src/index.ts";
import {
	cachePod,
	healthyCluster,
	installed,
	notInstalled,
	readNodes,
	readPods,
	service,
} from "./k3s-cluster.ts";

const intercepting: ClusterSnapshot = {
	...healthyCluster,
	cache: installed({ mode: "intercept" }),
};

describe("the checks", () => {
	it("have ids and codes of their own, and the severity that their code says", () => {
		expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
		expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length);
		for (const { code, severity } of checks) expect(errorCodes[code]).toMatchObject({ severity });
	});

	it("are all content with a healthy cluster, in one mode or the other", () => {
		const [kubelet, intercept] = [healthyCluster, intercepting].map((cluster) => runChecks(checks, cluster));
		const statuses = kubelet?.map(({ id, status, text }) => [id, status === "ok" ? status : text]);
		expect(statuses?.filter(([, status]) => status !== "ok")).toEqual([
			["upstream-service", "the cache does not intercept"],
		]);
		expect(intercept?.find(({ id }) => id === "upstream-service")).toMatchObject({ status: "ok" });
	});

	it("say nothing of a cache that is not there", () => {
		const nodes = { ...healthyCluster, cache: notInstalled, kubeletDns: new Map() };
		const results = runChecks(
			checks.filter(({ afterInstall }) => afterInstall),
			{ ...nodes, nodes: { known: true, value: [] } },
		);
		expect(results.map(({ status }) => status)).toEqual(results.map(() => "skipped"));
	});

	it("say that nobody knows where a fact could not be read, and never that all is well", () => {
		const nothing = unread("it is forbidden");
		const blind: ClusterSnapshot = {
			serverVersion: nothing,
			rights: { command: "doctor", answers: nothing },
			nodes: nothing,
			pods: nothing,
			egressRules: nothing,
			clusterDns: {
				service: nothing,
				deployment: nothing,
				endpoints: nothing,
				configuration: nothing,
				custom: nothing,
				noted: nothing,
			},
			cache: {
				namespace: "kube-system",
				daemonSet: nothing,
				configuration: nothing,
				upstreamService: nothing,
			},
			kubeletDns: new Map(),
			nodeFacts: new Map([["agent-1", nothing]]),
		};
		for (const result of runChecks(checks, blind))
			expect(result, result.id).toMatchObject({ status: "unknown", text: "it is forbidden" });
	});

	it("take no longer for each node of a large cluster than for each of a small one", () => {
		const names = Array.from({ length: 5000 }, (_, index) => `node-${index}`);
		const args = ["agent", "--kubelet-arg", "cluster-dns=169.254.20.10"];
		const large: ClusterSnapshot = {
			...healthyCluster,
			nodes: readNodes(names.map((name) => ({ name, args }))),
			pods: readPods(names.flatMap((node) => [cachePod(node), { name: "a", node }, { name: "b", node }])),
		};
		const began = performance.now();
		const results = runChecks(checks, large);
		// About 0.1 s; with a walk over all pods for each node it would be minutes.
		expect(performance.now() - began).toBeLessThan(3000);
		expect(results.find(({ id }) => id === "nodes-with-cache")).toMatchObject({ text: "5000 of 5000" });
	});

	it("survive a cluster that is odd in every way", () => {
		const odd: ClusterSnapshot = {
			...healthyCluster,
			serverVersion: { known: true, value: "\u0000 v9" },
			nodes: { known: true, value: [] },
			pods: { known: true, value: [] },
			clusterDns: {
				...healthyCluster.clusterDns,
				service: service(),
				configuration: {
					known: true,
					value: { data: { Corefile: "}{ import \u0000 {{{" }, owners: [] },
				},
			},
		};
		for (const result of runChecks(checks, odd)) expect(result.text, result.id).not.toBe("");
	});
});
