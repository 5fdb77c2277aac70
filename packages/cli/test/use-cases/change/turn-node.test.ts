import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import { type ObjectRef, refText } from "@localdns/core/plan";
import { beforeEach, describe, expect, it } from "vitest";
import type { NodeAccess, NodeOutcome } from "../../../src/ports/node-access.ts";
import type { NodeVerdict, VerificationAim } from "../../../src/ports/verification.ts";
import { nodeRecordStore } from "../../../src/use-cases/change/node-record-store.ts";
import { returnNode } from "../../../src/use-cases/change/return-node.ts";
import { type NodeChangeContext, turnNode } from "../../../src/use-cases/change/turn-node.ts";
import { MemoryCluster } from "./memory-cluster.ts";

const cache = ["169.254.20.10"];
const clusterDns = ["10.43.0.10"];
const error = new LocaldnsError("LDNS720", "did not come back");

/** A cluster with node a, whose K3s notes and whose kubelet says what was written; its clock is its own. */
class NodeCluster extends MemoryCluster {
	named: readonly string[] = [];
	kubelet: readonly string[] | undefined = clusterDns;
	heartbeat = 0;
	isReady = true;
	clock = 0;

	override async get(path = ""): Promise<ApiObject | undefined> {
		if (path.endsWith("/proxy/configz")) {
			if (this.kubelet === undefined) throw new LocaldnsError("LDNS604", "nodes/proxy is forbidden");
			return { kubeletconfig: { clusterDNS: this.kubelet } } as ApiObject;
		}
		const args = this.named.length === 0 ? [] : ["--kubelet-arg", `cluster-dns=${this.named.join(",")}`];
		const annotations = { "k3s.io/node-args": JSON.stringify(["agent", ...args]) };
		const lastHeartbeatTime = new Date(this.heartbeat * 1000).toISOString();
		const conditions = [{ type: "Ready", status: this.isReady ? "True" : "False", lastHeartbeatTime }];
		return { metadata: { name: "a", annotations }, status: { conditions } } as ApiObject;
	}

	override async create(
		object: KubernetesObject,
		options: { dryRun?: boolean } = {},
	): Promise<ApiObject | undefined> {
		if (options.dryRun !== true) return await super.create(object);
		this.clock += 1;
		return { metadata: { creationTimestamp: `2026-01-01T00:00:0${this.clock}Z` } } as ApiObject;
	}

	override async patch(ref?: ObjectRef, change?: object): Promise<ApiObject | undefined> {
		const found = ref === undefined ? undefined : this.objects.get(refText(ref));
		if (found === undefined) return undefined;
		const data: Record<string, unknown> = {
			...(found as { data?: object }).data,
			...(change as { data: object }).data,
		};
		for (const [key, value] of Object.entries(data)) if (value === null) delete data[key];
		this.writes.push(`patch ${JSON.stringify(change)}`);
		this.put({ ...(found as unknown as KubernetesObject), data });
		return found;
	}
}

let cluster: NodeCluster;
let turned: NodeOutcome;
let givenBack: NodeOutcome;
let verdict: Partial<NodeVerdict>;
let asked: VerificationAim[];
let calls: string[];
let told: string[];

/** Does to the cluster what a restart of K3s with other files would. */
const takesEffect = (nameservers: readonly string[]): void => {
	cluster.named = nameservers === cache ? cache : [];
	if (cluster.kubelet !== undefined) cluster.kubelet = nameservers;
	cluster.heartbeat += 1;
};
let effect = takesEffect;
/** What pods get from the files that were there before localdns. */
let formerly: readonly string[];

const access: NodeAccess = {
	async open() {},
	async close() {},
	async turn() {
		calls.push("turn");
		if (turned.is === "done" && turned.restarted) effect(cache);
		return turned;
	},
	async giveBack() {
		calls.push("give back");
		if (givenBack.is === "done") takesEffect(formerly);
		return givenBack;
	},
};
const verification = {
	async open() {},
	async close() {},
	async verify(nodes: readonly string[], aim: VerificationAim) {
		asked.push(aim);
		return nodes.map((node) => ({ node, is: "resolves", ...verdict }) as NodeVerdict);
	},
};
const context = (): NodeChangeContext => ({
	cluster,
	access,
	verification,
	records: nodeRecordStore(cluster),
	timeoutMs: 50,
	onChange: (event) => {
		if (event.event === "node") told.push(`${event.state} ${event.text ?? ""}`);
	},
	clusterDns,
});
const turn = () => turnNode(context(), { node: "a", addresses: cache, adopt: false });
const give = () => returnNode(context(), { node: "a" });
const record = async () => (await nodeRecordStore(cluster).read()).get("a");

beforeEach(() => {
	formerly = clusterDns;
	cluster = new NodeCluster();
	turned = { is: "done", restarted: true, warnings: [] };
	givenBack = { is: "done", restarted: true, warnings: [] };
	verdict = {};
	[asked, calls, effect, told] = [[], [], takesEffect, []];
});

describe("the turn of a node", () => {
	it("is on record before it is begun, and when it is believed; times are the API server's", async () => {
		cluster.beforeWrite = () => expect(calls).toEqual([]);
		expect(await turn()).toEqual({ is: "turned" });
		expect(await record()).toEqual({
			state: "turned",
			addresses: cache,
			turningAt: "2026-01-01T00:00:01Z",
			turnedAt: "2026-01-01T00:00:02Z",
		});
		expect(asked).toEqual([{ by: "kubelet", nameservers: cache }]);
	});

	it("writes nothing a second time", async () => {
		await turn();
		const [before, writes] = [await record(), cluster.writes.length];
		turned = { is: "done", restarted: false, warnings: [] };
		expect(await turn()).toEqual({ is: "turned" });
		expect([await record(), cluster.writes.length]).toEqual([before, writes]);
	});

	it("keeps the time of the first turn after a way back, because pods of that time may still run", async () => {
		await turn();
		await give();
		expect((await record())?.state).toBe("returned");
		await turn();
		expect(await record()).toMatchObject({ state: "turned", turningAt: "2026-01-01T00:00:01Z" });
	});

	it("is believed without the kubelet's word where it may not be asked", async () => {
		cluster.kubelet = undefined;
		expect(await turn()).toEqual({ is: "turned" });
	});

	it.each<[string, () => void, string]>([
		["no new heartbeat", () => (effect = () => (cluster.named = cache)), "LDNS726"],
		["nothing in node-args", () => (effect = () => (cluster.heartbeat += 1)), "LDNS726"],
		[
			"a kubelet that hands out something else",
			() =>
				(effect = () => {
					takesEffect(cache);
					cluster.kubelet = clusterDns;
				}),
			"LDNS726",
		],
		[
			"a node that is not ready",
			() =>
				(effect = () => {
					takesEffect(cache);
					cluster.isReady = false;
					setTimeout(() => (cluster.isReady = true), 1200);
				}),
			"LDNS726",
		],
		[
			"a fresh pod that does not resolve",
			() => (verdict = { is: "fails", error: new LocaldnsError("LDNS730", "fails") }),
			"LDNS730",
		],
	])("is undone with %s", async (_, spoil, code) => {
		spoil();
		expect(await turn()).toMatchObject({ is: "undone", error: { code } });
		expect(calls).toEqual(["turn", "give back"]);
		expect(await record()).toMatchObject({ state: "returned" });
	});

	it("leaves no record where it was refused, one of a way back where the node undid it, and its own where it is unclear", async () => {
		turned = { is: "refused", error };
		expect(await turn()).toEqual({ is: "refused", error });
		expect(await record()).toBeUndefined();
		turned = { is: "undone", error };
		expect(await turn()).toEqual({ is: "undone", error });
		expect(await record()).toMatchObject({ state: "returned" });
		turned = { is: "unclear", error };
		expect(await turn()).toEqual({ is: "unclear", error });
		expect(await record()).toMatchObject({ state: "turning" });
		expect(calls).toEqual(["turn", "turn", "turn"]);
		// While other nodes are still in hand, this is all that tells why.
		expect(told.filter((text) => !text.startsWith("turning"))).toEqual([
			`failed ${error.message}`,
			`undone ${error.message}`,
			`failed ${error.message}`,
		]);
	});

	it("is unclear where its way back fails", async () => {
		verdict = { is: "fails", error: new LocaldnsError("LDNS730", "fails") };
		givenBack = { is: "refused", error };
		expect(await turn()).toEqual({ is: "unclear", error });
		expect(await record()).toMatchObject({ state: "turning" });
	});
});

describe("the way back of a node", () => {
	it("is believed when a fresh pod resolves by the cluster DNS", async () => {
		await turn();
		expect(await give()).toEqual({ is: "returned" });
		expect(asked.at(-1)).toEqual({ by: "kubelet", nameservers: clusterDns });
		expect(await record()).toMatchObject({ state: "returned", returnedAt: "2026-01-01T00:00:03Z" });
	});

	it("is not at its end for pods of a node that named the cache itself before localdns", async () => {
		await turn();
		formerly = cache;
		expect(await give()).toEqual({ is: "returned" });
		expect(asked.at(-1)).toEqual({ by: "kubelet", nameservers: cache });
		expect((await record())?.state).toBe("returning");
		formerly = clusterDns;
		expect(await give()).toEqual({ is: "returned" });
		expect((await record())?.state).toBe("returned");
	});

	it("leaves the record of a turned node where it was undone", async () => {
		await turn();
		const before = await record();
		givenBack = { is: "undone", error };
		expect(await give()).toEqual({ is: "undone", error });
		expect(await record()).toEqual(before);
	});
});
