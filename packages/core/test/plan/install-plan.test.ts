import { describe, expect, it } from "vitest";
import { type ClusterSnapshot, known, unread } from "../../src/cluster/index.ts";
import {
	type InstallInput,
	type InstallPlan,
	type InstallSettings,
	type NodeRecord,
	planInstall,
	readInventory,
	refOf,
	refText,
} from "../../src/plan/index.ts";
import { healthyCluster, type nodeObject, readNodes, readPods, turned } from "../checks/k3s-cluster.ts";
import { applied, withValue, writtenBy } from "./live-objects.ts";

const [{ wanted, live }] = applied.filter(({ name }) => name.startsWith("resilient-node-cache")) as [
	(typeof applied)[number],
];
const byRef = new Map(wanted.map((object, index) => [refText(refOf(object)), live[index] ?? {}]));
const address = "169.254.20.10";
const settings: InstallSettings = {
	mode: "kubelet",
	addresses: [address],
	stageOnly: false,
	adopt: false,
	skipUnready: false,
};
type Node = Parameters<typeof nodeObject>[0];
const agent = (name: string, rest: Partial<Node> = {}): Node => ({ name, args: ["agent"], ...rest });
const server: Node = { name: "a-server", args: ["server"] };
const cluster = (...nodes: Node[]): ClusterSnapshot => ({ ...healthyCluster, nodes: readNodes(nodes) });
const input = (
	snapshot: ClusterSnapshot,
	change: Partial<InstallInput> = {},
	how: Partial<InstallSettings> = {},
) => ({
	snapshot,
	live: byRef,
	inventory: readInventory(live[0]),
	records: new Map(),
	wanted,
	settings: { ...settings, ...how },
	...change,
});
function planOf(...args: Parameters<typeof input>): InstallPlan {
	const planned = planInstall(input(...args));
	if (!planned.ok) throw new Error(planned.refusals.map(({ message }) => message).join());
	return planned.plan;
}
function refusalsOf(...args: Parameters<typeof input>): string[] {
	const planned = planInstall(input(...args));
	return planned.ok ? [] : planned.refusals.map(({ code, message }) => `${code} ${message}`);
}
const record = (state: NodeRecord["state"], addresses = [address]): NodeRecord => ({
	state,
	addresses,
	turningAt: "2026-03-02T10:00:00Z",
});
const turnsOf = ({ turns }: InstallPlan): string[] => turns.map(({ node, why }) => `${node} ${why}`);

describe("the turns of an install", () => {
	it("go agents before servers, by name, the first one as canary", () => {
		const { turns, left } = planOf(cluster(server, agent("z"), agent("b")));
		expect(turns).toEqual([
			{ node: "b", role: "agent", canary: true, why: "not-yet" },
			{ node: "z", role: "agent", canary: false, why: "not-yet" },
			{ node: "a-server", role: "server", canary: false, why: "not-yet" },
		]);
		expect(left).toEqual([]);
	});

	it("begin with the canary that was named, a server too", () => {
		const nodes = cluster(server, agent("b"), agent("z"));
		expect(turnsOf(planOf(nodes, {}, { canary: "z" }))).toEqual([
			"z not-yet",
			"b not-yet",
			"a-server not-yet",
		]);
		expect(planOf(nodes, {}, { canary: "a-server" }).turns[0]).toMatchObject({
			node: "a-server",
			canary: true,
		});
	});

	it("leave nodes that are done, not selected, not Ready, not K3s or configured by hand, and say why", () => {
		const nodes = cluster(
			agent("done", { args: ["agent", ...turned] }),
			agent("foreign", { args: ["agent", "--kubelet-arg", "cluster-dns=192.0.2.1"] }),
			agent("kubeadm", { version: "v1.34.2", provider: "aws" }),
			agent("lost", { ready: false }),
			agent("other"),
			agent("wanted"),
		);
		const selected = ["done", "foreign", "kubeadm", "lost", "wanted"];
		const { turns, left } = planOf(
			nodes,
			{ records: new Map([["done", record("turned")]]) },
			{ nodes: selected },
		);
		expect(turns.map(({ node }) => node)).toEqual(["wanted"]);
		expect(left).toEqual([
			{ node: "done", because: "hands out the cache already", well: true },
			{ node: "foreign", because: "has been given another cluster DNS by hand: 192.0.2.1", well: false },
			{ node: "kubeadm", because: "is not run by K3s, so its kubelet is configured otherwise", well: false },
			{ node: "lost", because: "is not Ready: Kubelet stopped posting node status.", well: false },
			{ node: "other", because: "is not among the nodes selected", well: true },
		]);
		const skipping = planOf(nodes, {}, { nodes: selected, skipUnready: true });
		expect(skipping.left.find(({ node }) => node === "lost")?.well).toBe(true);
	});

	it("take an interrupted node up again, and one with former addresses, and one that was given back", () => {
		const nodes = cluster(
			agent("begun", { args: ["agent", ...turned] }),
			agent("former", { args: ["agent", "--kubelet-arg", "cluster-dns=169.254.20.11"] }),
			agent("returned"),
		);
		const records = new Map([
			["begun", record("turning")],
			["former", record("turned", ["169.254.20.11"])],
			["returned", record("returned")],
		]);
		expect(turnsOf(planOf(nodes, { records }))).toEqual([
			"begun interrupted",
			"former other-addresses",
			"returned not-yet",
		]);
	});

	it("take a node over that was turned by hand only when asked to adopt", () => {
		const nodes = cluster(agent("by-hand", { args: ["agent", ...turned] }));
		expect(planOf(nodes).left).toEqual([
			{ node: "by-hand", because: "hands out the cache already, turned by hand", well: true },
		]);
		expect(turnsOf(planOf(nodes, {}, { adopt: true }))).toEqual(["by-hand not-yet"]);
	});

	it("go by what the kubelet says where it was asked", () => {
		const nodes = { ...cluster(agent("a")), kubeletDns: new Map([["a", [address]]]) };
		expect(planOf(nodes, { records: new Map([["a", record("turned")]]) }).turns).toEqual([]);
		expect(planOf({ ...nodes, kubeletDns: new Map([["a", ["10.43.0.10"]]]) }).turns).toHaveLength(1);
	});

	it("are none in mode intercept and for a staged trial", () => {
		const nodes = cluster(server, agent("a"));
		expect(planOf(nodes, {}, { mode: "intercept" })).toMatchObject({ turns: [], left: [] });
		expect(planOf(nodes, {}, { stageOnly: true })).toMatchObject({ turns: [], left: [] });
	});
});

describe("an install is refused", () => {
	const nodes = cluster(server, agent("a"), agent("lost", { ready: false }));

	it("for a node that is not there, naming those that are", () => {
		const planned = planInstall(input(nodes, {}, { nodes: ["a", "b"], canary: "c" }));
		expect(planned).toMatchObject({
			ok: false,
			refusals: [{ code: "LDNS755", reason: "nodes are a, a-server, lost" }, { code: "LDNS755" }],
		});
	});

	it("for a canary that is not selected, or not Ready", () => {
		expect(refusalsOf(nodes, {}, { nodes: ["a"], canary: "a-server" })).toEqual([
			"LDNS755 the canary a-server is not among the nodes selected",
		]);
		expect(refusalsOf(nodes, {}, { canary: "lost" })).toEqual(["LDNS758 the canary lost is not Ready"]);
	});

	it("without the list of nodes, unless none would be turned", () => {
		const blind = { ...nodes, nodes: unread("the right is missing") };
		expect(refusalsOf(blind)).toEqual(["LDNS757 nodes could not be listed"]);
		expect(refusalsOf(blind, {}, { stageOnly: true })).toEqual([]);
	});

	it("for an object that somebody else made, unless it is to be adopted", () => {
		const text = "DaemonSet kube-system/node-local-dns";
		const theirs = {
			...byRef.get(text),
			metadata: {
				name: "node-local-dns",
				managedFields: [{ manager: "kubectl-create", operation: "Update" }],
			},
		};
		const there = { live: new Map([...byRef, [text, theirs]]) };
		expect(refusalsOf(nodes, there)).toEqual([`LDNS756 ${text} is there already`]);
		const { objects, warnings } = planOf(nodes, there, { adopt: true });
		expect(objects.map(({ kind }) => kind)).toContain("adopt");
		expect(warnings[0]).toMatch(/taken over from kubectl-create: while its pods are replaced/);
	});
});

describe("a plan", () => {
	it("warns of pods that keep their nameserver and of the only server's restart", () => {
		const pods = readPods([
			{ name: "web-1", node: "a" },
			{ name: "web-2", node: "elsewhere" },
		]);
		expect(planOf({ ...cluster(server, agent("a")), pods }).warnings).toEqual([
			"1 running pod keeps its nameserver until it is recreated; localdns status names them",
			"a-server is the only server: while K3s restarts there, the API server is away for some seconds",
		]);
		const two = cluster(server, { ...server, name: "b-server" });
		expect(planOf({ ...two, pods: known([]) }).warnings).toEqual([]);
	});

	it("warns of fields that others have written", () => {
		const text = "DaemonSet kube-system/node-local-dns";
		const edited = writtenBy(
			withValue(byRef.get(text) ?? {}, ["spec", "revisionHistoryLimit"], 9),
			"kubectl-edit",
			{ "f:spec": { "f:revisionHistoryLimit": {} } },
		);
		const there = { live: new Map([...byRef, [text, edited]]) };
		expect(planOf(cluster(), there).warnings).toEqual([
			`${text}: kubectl-edit has written spec.revisionHistoryLimit; --force-conflicts takes it back`,
		]);
	});

	it("is the same for the same cluster", () => {
		const nodes = cluster(server, agent("a"), agent("b"));
		expect(planOf(nodes)).toEqual(planOf(structuredClone(nodes)));
	});

	it("for 5,000 nodes is made within five seconds", () => {
		const many = Array.from({ length: 5000 }, (_, index) => agent(`node-${index}`));
		const snapshot = cluster(...many);
		const begin = performance.now();
		expect(planOf(snapshot).turns).toHaveLength(5000);
		expect(performance.now() - begin).toBeLessThan(5000);
	});
});
