import { type ClusterSnapshot, known } from "@localdns/core/cluster";
import type { NodeRecord, NodeRecords } from "@localdns/core/plan";
import { jsonSchemas } from "@localdns/core/schemas";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
	cachePod,
	healthyCluster,
	healthyNodes,
	installed,
	notInstalled,
	readNodes,
	readPods,
} from "../../../core/test/checks/k3s-cluster.ts";
import { statusReport } from "../../src/presentation/status-report.ts";
import { nodeNames, problemLines, statusLines } from "../../src/presentation/status-view.ts";
import { createStyle } from "../../src/presentation/style.ts";
import type { StatusFacts } from "../../src/use-cases/observe-status.ts";
import { installationStatus } from "../../src/use-cases/read-status.ts";

const place = { context: "home", server: "https://192.0.2.1:6443" };
const plain = createStyle(false);
const turnedRecord: NodeRecord = {
	state: "turned",
	addresses: ["169.254.20.10"],
	turningAt: "2026-03-01T01:00:00Z",
	turnedAt: "2026-03-01T01:01:00Z",
};
const allTurned: NodeRecords = new Map(healthyNodes.map(({ name }) => [name, turnedRecord]));
const newPod = { name: "web-1", createdAt: "2026-03-02T00:00:00Z" };

const facts = (snapshot: Partial<ClusterSnapshot> = {}, more: Partial<StatusFacts> = {}): StatusFacts => ({
	snapshot: { ...healthyCluster, ...snapshot },
	inventory: undefined,
	records: allTurned,
	available: 3,
	operation: undefined,
	...more,
});
const states = (of: StatusFacts) => installationStatus(of).nodes.map(({ name, state }) => `${name} ${state}`);
const problems = (of: StatusFacts) =>
	installationStatus(of).problems.map(({ code, nodes }) => [code, ...nodes].join(" "));
const caches = healthyNodes.map(({ name }) => cachePod(name));

describe("the status of an installation", () => {
	it("is well where every node hands out a ready cache", () => {
		expect(states(facts())).toEqual(["server asks-cache", "agent-1 asks-cache", "agent-2 asks-cache"]);
		expect(problems(facts())).toEqual([]);
		expect(installationStatus(facts()).cache).toMatchObject({
			profile: "resilient",
			engine: "node-cache",
			mode: "kubelet",
			addresses: ["169.254.20.10"],
		});
	});

	it("is well after a staged trial, where no node was turned", () => {
		const nodes = readNodes(healthyNodes.map(({ name }) => ({ name })));
		const staged = facts({ nodes }, { records: new Map() });
		expect(states(staged)).toEqual(["server cached", "agent-1 cached", "agent-2 cached"]);
		expect(problems(staged)).toEqual([]);
	});

	it("calls a node new that joined later, and names install", () => {
		const nodes = readNodes([...healthyNodes, { name: "agent-3" }]);
		const joined = facts({ nodes, pods: readPods([...caches, cachePod("agent-3", false)]) });
		expect(states(joined)).toContain("agent-3 new");
		expect(problems(joined)).toEqual(["LDNS754 agent-3"]);
		expect(installationStatus(joined).problems[0]?.hint).toBe("localdns install");
	});

	it("does not miss the cache on a node that the DaemonSet does not select", () => {
		const nodes = readNodes([...healthyNodes, { name: "outside" }]);
		expect(states(facts({ nodes }))).toContain("outside without-cache");
		expect(problems(facts({ nodes }))).toEqual([]);
	});

	it("names nodes whose pods ask in vain, and nodes that do not report", () => {
		const pods = readPods([cachePod("server"), cachePod("agent-1", false), cachePod("agent-2")]);
		expect(problems(facts({ pods }))).toEqual(["LDNS753 agent-1"]);
		const nodes = readNodes(healthyNodes.map((node) => ({ ...node, ready: node.name !== "agent-2" })));
		expect(problems(facts({ nodes }))).toEqual(["LDNS753 agent-2"]);
	});

	it("names the command that goes on after an interrupted turn and after an interrupted way back", () => {
		const records = new Map<string, NodeRecord>([
			["agent-1", { ...turnedRecord, state: "turning" }],
			["agent-2", { ...turnedRecord, state: "returning" }],
		]);
		const found = installationStatus(facts({}, { records }));
		expect(found.problems.map(({ nodes, hint }) => [...nodes, hint])).toEqual([
			["agent-1", "localdns install"],
			["agent-2", "localdns rollback"],
		]);
		const operation = { holder: "laptop", renewedAt: "2026-03-02T00:00:00Z" };
		expect(problems(facts({}, { records, operation }))).toEqual([]);
	});

	it("is not well while a roll-out is not complete, or not seen", () => {
		expect(problems(facts({}, { available: 2 }))).toEqual(["LDNS751"]);
		const { daemonSet } = healthyCluster.cache;
		const value = daemonSet.known ? daemonSet.value : undefined;
		if (value === undefined) throw new Error("the healthy cluster has a cache");
		const with_ = (change: object): ClusterSnapshot["cache"] => ({
			...healthyCluster.cache,
			daemonSet: known({ ...value, ...change }),
		});
		expect(problems(facts({ cache: with_({ isObserved: false }) }))).toEqual(["LDNS751"]);
		expect(problems(facts({ cache: with_({ updated: 1 }) }))).toEqual(["LDNS751"]);
	});

	it("is not well without a cache, and says which nodes ask it nevertheless", () => {
		const gone = facts({ cache: notInstalled, pods: readPods([newPod]) }, { available: 0 });
		expect(problems(gone)).toEqual(["LDNS750", "LDNS753 server agent-1 agent-2"]);
	});

	it("counts every node with the cache in mode intercept, and blames no pod", () => {
		const nodes = readNodes(healthyNodes.map(({ name }) => ({ name })));
		const cache = installed({ mode: "intercept" });
		const found = installationStatus(facts({ nodes, cache }, { records: new Map() }));
		expect(found.nodes.every(({ state }) => state === "asks-cache")).toBe(true);
		expect([found.former, found.remaining, found.problems]).toEqual([[], [], []]);
	});
});

describe("pods with another nameserver than new ones", () => {
	const old = { ...newPod, name: "old", createdAt: "2026-02-01T00:00:00Z" };

	it("are named with the command that recreates them, and are no failure", () => {
		const found = installationStatus(facts({ pods: readPods([...caches, newPod, old]) }));
		expect(found.former).toMatchObject([{ namespace: "shop", pods: ["old"], asks: "cluster-dns" }]);
		expect(found.former[0]?.recreate).toMatch(/^kubectl -n shop /);
		expect(found.problems).toEqual([]);
	});

	it("are on given back nodes those that were made while these were turned", () => {
		const nodes = readNodes(healthyNodes.map(({ name }) => ({ name })));
		const records: NodeRecords = new Map(
			healthyNodes.map(({ name }) => [
				name,
				{ ...turnedRecord, state: "returned", returnedAt: "2026-03-03T00:00:00Z" },
			]),
		);
		const found = installationStatus(facts({ nodes, pods: readPods([...caches, newPod, old]) }, { records }));
		expect(found.nodes.map(({ state }) => state)).toEqual(["returned", "returned", "returned"]);
		expect(found.remaining).toMatchObject([{ pods: ["web-1"], asks: "cache" }]);
		expect(found.former).toEqual([]);
	});
});

describe("what status prints", () => {
	const nodes = readNodes([...healthyNodes, { name: "agent-3" }]);
	const many = Array.from({ length: 30 }, (_, index) => ({
		name: `old-${index}`,
		namespace: `team-${index}`,
		createdAt: "2026-02-01T00:00:00Z",
	}));
	const found = installationStatus(
		facts({ nodes, pods: readPods([...caches, cachePod("agent-3"), ...many]) }),
	);

	it("is a dashboard of at most 20 lines, however many pods are meant", () => {
		const text = statusLines(place, found, plain, false);
		expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(20);
		expect(text).toContain("3 ask the cache; 1 new: localdns install takes them in (agent-3)");
		expect(text).toContain("30 pods with the former nameserver, until recreated:");
		expect(text).toContain("and 26 more: localdns status -o wide");
		expect(text).toContain(
			"× LDNS754 agent-3: new pods do not ask the cache yet\n    hint: localdns install\n",
		);
	});

	it("is every node and workload when wide, and only what is not well when short", () => {
		const wide = statusLines(place, found, plain, true);
		expect(wide.match(/rollout restart|delete pod/g)).toHaveLength(30);
		expect(wide).toMatch(/^agent-3\s+agent\s+new\s+-$/m);
		expect(problemLines(found, plain)).toMatch(/^× LDNS754 .*\n {4}hint: .*\n$/);
	});

	it("is JSON by its schema, and names for scripts", () => {
		const report = JSON.parse(statusReport(place, found));
		const accepts = new Ajv2020({ validateFormats: false }).compile(jsonSchemas()["status-report"]);
		accepts(report);
		expect(accepts.errors).toBe(null);
		expect(report.isWell).toBe(false);
		expect(nodeNames(found)).toBe("node/server\nnode/agent-1\nnode/agent-2\n");
	});

	it("cannot steer the terminal by the name of a pod", () => {
		const evil = installationStatus(
			facts({
				pods: readPods([...caches, { ...newPod, name: "a\u001b[2J", createdAt: "2026-02-01T00:00:00Z" }]),
			}),
		);
		expect(statusLines(place, evil, plain, true)).not.toContain("\u001b");
	});
});
