import { describe, expect, it } from "vitest";
import { type ClusterSnapshot, known, readPod } from "../../src/cluster/index.ts";
import { type NodeRecord, parseNodeRecords, podsAsking, printNodeRecord } from "../../src/plan/index.ts";
import { healthyCluster, healthyNodes, readNodes } from "../checks/k3s-cluster.ts";

const addresses = ["169.254.20.10"];
const at = (minute: number) => `2026-03-02T10:${String(minute).padStart(2, "0")}:00Z`;

interface Given {
	readonly name?: string;
	readonly node?: string;
	readonly started?: string;
	readonly sandbox?: string;
	readonly owner?: string;
	readonly hash?: string;
	readonly spec?: object;
	readonly phase?: string;
}

const pod = ({
	name = "web-1",
	node = "agent-1",
	started,
	sandbox,
	owner,
	hash,
	spec,
	phase = "Running",
}: Given) =>
	readPod(
		{
			metadata: {
				name,
				namespace: "shop",
				...(hash === undefined ? {} : { labels: { "pod-template-hash": hash } }),
				...(owner === undefined
					? {}
					: {
							ownerReferences: [{ kind: owner.split("/")[0] as string, name: owner.split("/")[1] as string }],
						}),
			},
			spec: { nodeName: node, ...spec },
			status: {
				phase,
				startTime: started,
				conditions:
					sandbox === undefined
						? []
						: [{ type: "PodReadyToStartContainers", status: "True", lastTransitionTime: sandbox }],
			},
		},
		() => false,
	) ?? [];

const clusterWith = (...pods: Given[]): ClusterSnapshot => ({
	...healthyCluster,
	pods: known(pods.flatMap(pod)),
});
const record = (state: NodeRecord["state"], rest: Partial<NodeRecord> = {}): NodeRecord => ({
	state,
	addresses,
	turningAt: at(10),
	...rest,
});
const turned = record("turned", { turnedAt: at(12) });
const asked = (given: Given, each?: NodeRecord): string[] =>
	podsAsking(clusterWith(given), new Map(each === undefined ? [] : [["agent-1", each]]), addresses).map(
		({ asks }) => asks,
	);

describe("a pod's nameserver", () => {
	it.each([
		["turned", turned, 9, "cluster-dns"],
		["turned", turned, 10, "either"],
		["turned", turned, 11, "either"],
		["turned", turned, 12, "cache"],
		["turning", record("turning"), 9, "cluster-dns"],
		["turning", record("turning"), 30, "either"],
		["returning", record("returning", { turnedAt: at(12) }), 30, "either"],
		["returned", record("returned", { turnedAt: at(12), returnedAt: at(20) }), 9, "cluster-dns"],
		["returned", record("returned", { turnedAt: at(12), returnedAt: at(20) }), 11, "either"],
		["returned", record("returned", { turnedAt: at(12), returnedAt: at(20) }), 15, "cache"],
		["returned", record("returned", { turnedAt: at(12), returnedAt: at(20) }), 20, "cluster-dns"],
	] as const)("of a node that is %s is told by its start (%#)", (_state, each, minute, asks) => {
		expect(asked({ started: at(minute) }, each)).toEqual([asks]);
	});

	it("is told by its sandbox, which a reboot makes anew, and not by its first start", () => {
		expect(asked({ started: at(1), sandbox: at(15) }, turned)).toEqual(["cache"]);
	});

	it("is what the node hands out when the pod has not started", () => {
		expect(asked({}, turned)).toEqual(["cache"]);
	});

	it("is nobody's to tell where a node was turned by hand, but for pods older than the cache", () => {
		expect(asked({ started: at(30) })).toEqual(["either"]);
		expect(asked({ started: "2026-02-01T00:00:00Z" })).toEqual(["cluster-dns"]);
		const plain = readNodes(healthyNodes.map((node) => ({ ...node, args: ["agent"] })));
		const cluster = { ...clusterWith({ started: at(30) }), nodes: plain };
		expect(podsAsking(cluster, new Map(), addresses).map(({ asks }) => asks)).toEqual(["cluster-dns"]);
	});

	it("is no question for a pod that has ended or has another resolver", () => {
		expect(asked({ phase: "Succeeded" }, turned)).toEqual([]);
		expect(asked({ spec: { dnsPolicy: "Default" } }, turned)).toEqual([]);
		expect(asked({ spec: { hostNetwork: true } }, turned)).toEqual([]);
		expect(
			asked({ started: at(30), spec: { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" } }, turned),
		).toEqual(["cache"]);
	});
});

describe("pods of a workload", () => {
	it.each([
		[
			{ owner: "ReplicaSet/web-5d9c", hash: "5d9c" },
			"Deployment/web",
			"kubectl -n shop rollout restart deployment web",
		],
		[{ owner: "ReplicaSet/web-5d9c" }, "ReplicaSet/web-5d9c", "kubectl -n shop delete pod web-1"],
		[{ owner: "StatefulSet/db" }, "StatefulSet/db", "kubectl -n shop rollout restart statefulset db"],
		[{ owner: "DaemonSet/agent" }, "DaemonSet/agent", "kubectl -n shop rollout restart daemonset agent"],
		[{ owner: "Job/copy" }, "Job/copy", "kubectl -n shop delete pod web-1 # the Job starts it over"],
		[{}, "Pod/web-1", "kubectl -n shop delete pod web-1 # nobody makes it again: keep its manifest"],
		[
			{ owner: "Node/agent-1" },
			"Node/agent-1",
			"# on agent-1: move its file out of K3s' pod-manifests folder, and back",
		],
	])("are recreated by the command that fits them: %j", (given, workload, recreate) => {
		expect(podsAsking(clusterWith(given), new Map(), addresses)).toMatchObject([{ workload, recreate }]);
	});

	it("are grouped by workload and answer, and sorted", () => {
		const web = { owner: "ReplicaSet/web-5d9c", hash: "5d9c" };
		const cluster = clusterWith(
			{ ...web, name: "web-2", started: at(30) },
			{ ...web, name: "web-1", node: "agent-2", started: at(30) },
			{ ...web, name: "web-0", started: at(1) },
			{ name: "alone", started: at(30) },
		);
		const records = new Map(["agent-1", "agent-2"].map((node) => [node, turned]));
		expect(podsAsking(cluster, records, addresses)).toMatchObject([
			{ workload: "Deployment/web", asks: "cache", pods: ["web-1", "web-2"], nodes: ["agent-1", "agent-2"] },
			{ workload: "Deployment/web", asks: "cluster-dns", pods: ["web-0"], nodes: ["agent-1"] },
			{ workload: "Pod/alone", asks: "cache" },
		]);
	});

	it("are told in time that grows with their number", () => {
		const pods = Array.from({ length: 100_000 }, (_, index) => ({
			...(pod({ owner: `ReplicaSet/web${index % 700}-5d9c`, hash: "5d9c", started: at(30) }) as object),
			name: `web-${index}`,
		}));
		const begin = performance.now();
		const cluster = { ...healthyCluster, pods: known(pods as never) };
		expect(podsAsking(cluster, new Map([["agent-1", turned]]), addresses)).toHaveLength(700);
		expect(performance.now() - begin).toBeLessThan(3000);
	});
});

describe("records of nodes", () => {
	it("read as they were printed", () => {
		expect(parseNodeRecords({ "agent-1": printNodeRecord(turned) })).toEqual(new Map([["agent-1", turned]]));
	});

	it("leave out what is no record, and keep the others", () => {
		const broken = {
			a: "{",
			b: "null",
			c: '{"state":"turned"}',
			d: '{"state":"x","addresses":[],"turningAt":"y"}',
		};
		expect([...parseNodeRecords({ ...broken, "agent-1": printNodeRecord(turned) }).keys()]).toEqual([
			"agent-1",
		]);
	});
});
