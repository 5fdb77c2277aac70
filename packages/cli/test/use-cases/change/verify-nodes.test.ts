import { LocaldnsError } from "@localdns/core";
import { printVerificationResult } from "@localdns/core/verification";
import { beforeEach, describe, expect, it } from "vitest";
import type { NodeVerdict, VerificationAim } from "../../../src/ports/verification.ts";
import { openVerification, type VerificationSettings } from "../../../src/use-cases/change/verify-nodes.ts";
import { ScriptedPods } from "./scripted-pods.ts";

const counts = {
	kind: "VerificationResult",
	asked: 3,
	same: 3,
	notComparable: 0,
	failed: 0,
	failures: [],
} as const;
const ended = (result: object) => ({
	phase: "Succeeded",
	containerStatuses: [
		{ state: { terminated: { exitCode: 0, message: printVerificationResult({ ...counts, ...result }) } } },
	],
});
const scheduled = [{ type: "PodScheduled", status: "True" }];
const waiting = (reason: string, message = "") => ({
	phase: "Pending",
	conditions: scheduled,
	containerStatuses: [{ state: { waiting: { reason, message } } }],
});
const readyNode = (name: string, status = "True") => ({
	apiVersion: "v1",
	kind: "Node",
	metadata: { name },
	status: { conditions: [{ type: "Ready", status, message: "Kubelet stopped posting node status." }] },
});
const aim: VerificationAim = { by: "address", nameservers: ["169.254.20.10"] };

let cluster: ScriptedPods;
beforeEach(() => {
	cluster = new ScriptedPods();
});
const verification = (more: Partial<VerificationSettings> = {}) =>
	openVerification(cluster, {
		run: "a1",
		program: "// lookup\n",
		clusterDomain: "cluster.local",
		clusterDns: ["10.43.0.10"],
		startPatienceMs: 1500,
		onChange: () => {},
		...more,
	});
async function verdictsOf(...nodes: string[]): Promise<readonly NodeVerdict[]> {
	const each = verification();
	await each.open();
	const verdicts = await each.verify(nodes, aim);
	await each.close();
	return verdicts;
}
function refusePods(why: () => LocaldnsError | undefined): void {
	cluster.beforeWrite = (write) => {
		const error = write.startsWith("create Pod") ? why() : undefined;
		if (error !== undefined) throw error;
	};
}
const codeOf = (verdict: NodeVerdict | undefined) =>
	verdict === undefined || verdict.is === "resolves" ? verdict?.is : verdict.error.code;
const reasonOf = (verdict: NodeVerdict | undefined) =>
	verdict === undefined || verdict.is === "resolves" ? undefined : verdict.error.reason;

describe("verdicts of fresh pods", () => {
	it("come in the order of the nodes, with two requests for each, and at most fifty pods at a time", async () => {
		let most = 0;
		cluster.statusOf = () => {
			most = Math.max(most, cluster.ofKind("Pod").length);
			return ended({});
		};
		const nodes = Array.from({ length: 120 }, (_, n) => `node-${n}`);
		const verdicts = await verdictsOf(...nodes);
		expect(verdicts).toEqual(nodes.map((node) => ({ node, is: "resolves" })));
		expect(most).toBe(50);
		expect(cluster.writes.filter((each) => / Pod /.test(each))).toHaveLength(240);
		expect(cluster.writes.length + cluster.reads.length - 240).toBeLessThan(20);
	}, 20_000);

	it("name the failures, and how many there was no room for", async () => {
		cluster.statusOf = () => ended({ same: 0, failed: 3, failures: ["udp A x. at y: expected 1, got 2"] });
		const [verdict] = await verdictsOf("far");
		expect(verdict).toMatchObject({
			is: "fails",
			failures: ["udp A x. at y: expected 1, got 2", "and 2 more"],
			error: {
				code: "LDNS730",
				message: "3 of 3 questions of a fresh pod on far to 169.254.20.10 went wrong",
				reason: "udp A x. at y: expected 1, got 2",
			},
		});
	});

	it("say which nameservers the kubelet hands out instead", async () => {
		cluster.statusOf = () => ended({ misdirectedTo: ["10.43.0.10"], asked: 0, same: 0 });
		const [verdict] = await verdictsOf("far");
		expect(codeOf(verdict)).toBe("LDNS731");
		expect(verdict).toMatchObject({
			failures: ["resolv.conf of a new pod has 10.43.0.10, expected 169.254.20.10"],
		});
	});
});

describe("pods that cannot run", () => {
	it("are given up with the words of whoever keeps them", async () => {
		const statuses: Record<string, object> = {
			full: {
				phase: "Pending",
				conditions: [
					{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "Too many pods" },
				],
			},
			never: waiting("ErrImageNeverPull", "not present"),
			pull: waiting("ImagePullBackOff", "no such host"),
			cni: waiting("ContainerCreating", "failed to set up sandbox"),
			off: { phase: "Pending", conditions: scheduled },
			gone: { phase: "Pending", conditions: scheduled },
		};
		for (const name of Object.keys(statuses))
			if (name !== "gone") cluster.put(readyNode(name, name === "off" ? "Unknown" : "True"));
		cluster.statusOf = (node) => statuses[node];
		const verdicts = await verdictsOf(...Object.keys(statuses));
		expect(verdicts.map(codeOf)).toEqual(["LDNS732", "LDNS733", "LDNS733", "LDNS736", "LDNS735", "LDNS735"]);
		expect(verdicts.map(reasonOf)).toEqual([
			"Unschedulable: Too many pods",
			"ErrImageNeverPull: not present",
			"ImagePullBackOff: no such host",
			"ContainerCreating: failed to set up sandbox",
			"Kubelet stopped posting node status.",
			"its kubelet has not begun with it",
		]);
		expect(cluster.ofKind("Pod")).toEqual([]);
	}, 10_000);

	it("are made once more where the node took the first one away, and not a third time", async () => {
		const evicted = { phase: "Failed", reason: "Evicted", message: "low on memory" };
		cluster.statusOf = (node, pod) => (node === "calm" && pod.includes("-a1-3-") ? ended({}) : evicted);
		const verdicts = await verdictsOf("calm", "busy");
		expect(verdicts.map(codeOf)).toEqual(["resolves", "LDNS734"]);
		expect(reasonOf(verdicts[1])).toBe("Evicted: low on memory");
		expect(cluster.writes.filter((each) => /^create Pod/.test(each))).toHaveLength(4);
	}, 10_000);

	it("count as ended early where they leave no result", async () => {
		const state = { terminated: { exitCode: 1, reason: "Error", message: "SyntaxError: Unexpected token" } };
		cluster.statusOf = () => ({ phase: "Failed", containerStatuses: [{ state }] });
		const [verdict] = await verdictsOf("far");
		expect(codeOf(verdict)).toBe("LDNS734");
		expect(reasonOf(verdict)).toBe("it left no result (Error, exit code 1): SyntaxError: Unexpected token");
	}, 10_000);

	it("are waited for while their namespace has no service account, and given up where they are refused", async () => {
		cluster.statusOf = () => ended({});
		const began = Date.now();
		const early = new LocaldnsError("LDNS604", "pods is forbidden", {
			reason: 'error looking up service account localdns-verify/default: serviceaccount "default" not found',
		});
		refusePods(() => (Date.now() - began < 1500 ? early : undefined));
		expect((await verdictsOf("far")).map(codeOf)).toEqual(["resolves"]);
		const quota = new LocaldnsError("LDNS604", "refused", { reason: "a webhook says no" });
		refusePods(() => quota);
		expect(await verdictsOf("far")).toEqual([{ node: "far", is: "unknown", error: quota }]);
	}, 10_000);

	it("are no reason to go on where the cluster itself is out of reach", async () => {
		const away = new LocaldnsError("LDNS601", "the API server cannot be reached");
		refusePods(() => away);
		await expect(verdictsOf("far")).rejects.toBe(away);
	});
});

describe("an interrupted verification", () => {
	it("takes its pods back at once, and knows nothing of the nodes", async () => {
		cluster.statusOf = (node) => (node === "node-0" ? ended({}) : undefined);
		const interrupt = new AbortController();
		const each = verification();
		await each.open();
		const nodes = Array.from({ length: 60 }, (_, n) => `node-${n}`);
		const verdicts = each.verify(nodes, aim, interrupt.signal);
		setTimeout(() => interrupt.abort(), 1200);
		const codes = (await verdicts).map(codeOf);
		expect(codes).toEqual(["resolves", ...nodes.slice(1).map(() => "LDNS738")]);
		expect(cluster.ofKind("Pod")).toEqual([]);
	});
});

describe("what a verification leaves", () => {
	it("is nothing, with the namespace that it made", async () => {
		cluster.statusOf = () => ended({});
		await verdictsOf("far");
		expect([...cluster.objects]).toEqual([]);
	});

	it("costs two requests for its ConfigMaps, however often the same is asked of other nodes", async () => {
		cluster.statusOf = () => ended({});
		const each = verification();
		await each.open();
		for (const node of ["a", "b", "c"]) await each.verify([node], aim);
		expect(cluster.writes.filter((write) => write.startsWith("create ConfigMap"))).toHaveLength(2);
		await each.close();
	});

	it("is the namespace that was there before, emptied of everything that verifications made", async () => {
		cluster.put({ apiVersion: "v1", kind: "Namespace", metadata: { name: "localdns-verify" } });
		cluster.statusOf = () => ended({});
		await verdictsOf("far");
		expect([...cluster.objects.keys()]).toEqual(["Namespace localdns-verify"]);
	});
});
