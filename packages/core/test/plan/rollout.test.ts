import { describe, expect, it } from "vitest";
import type { ApiObject } from "../../src/cluster/index.ts";
import { readCachePod, rolloutOf } from "../../src/plan/index.ts";
import { type nodeObject, readNodes } from "../checks/k3s-cluster.ts";

const daemonSet = (desired = 2, change: { generation?: number; observed?: number } = {}): ApiObject => ({
	metadata: {
		generation: change.generation ?? 3,
		annotations: { "deprecated.daemonset.template.generation": "2" },
	},
	status: {
		observedGeneration: change.observed ?? 3,
		desiredNumberScheduled: desired,
		updatedNumberScheduled: 1,
		numberAvailable: 1,
	},
});

interface Given {
	readonly node: string;
	readonly generation?: string;
	readonly ready?: boolean;
	readonly ending?: boolean;
	readonly status?: object;
	readonly scheduled?: boolean;
}

const pod = ({
	node,
	generation = "2",
	ready = true,
	ending = false,
	status = {},
	scheduled = true,
}: Given) =>
	readCachePod({
		metadata: {
			name: `node-local-dns-${node}`,
			labels: { "pod-template-generation": generation },
			...(ending ? { deletionTimestamp: "2026-03-02T10:00:00Z" } : {}),
		} as object,
		spec: scheduled
			? { nodeName: node }
			: {
					affinity: {
						nodeAffinity: {
							requiredDuringSchedulingIgnoredDuringExecution: {
								nodeSelectorTerms: [
									{ matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] },
								],
							},
						},
					},
				},
		status: {
			phase: "Running",
			conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
			...status,
		},
	});

type Node = Parameters<typeof nodeObject>[0];
const nodes = (...given: Node[]) => {
	const read = readNodes(given);
	return read.known ? read.value : [];
};
const two = nodes({ name: "a" }, { name: "b" });
const waiting = (reason: string, message?: string, lastState?: object) => ({
	phase: "Pending",
	conditions: [],
	containerStatuses: [{ name: "node-cache", state: { waiting: { reason, message } }, lastState }],
});

describe("a roll-out", () => {
	it("is done when every Ready node has a ready pod of the last change and no other", () => {
		expect(rolloutOf(daemonSet(), two, [pod({ node: "a" }), pod({ node: "b" })])).toEqual({
			is: "done",
			updated: 1,
			available: 1,
			desired: 2,
			missing: [],
			unready: [],
		});
	});

	it("is done with pods of a former number, where the controller counts them as current: a change was taken back", () => {
		const pods = [pod({ node: "a", generation: "1" }), pod({ node: "b", generation: "1" })];
		const live = daemonSet();
		const counted = { updatedNumberScheduled: 2, numberAvailable: 2 };
		const status = { ...(live as { status?: object }).status, ...counted };
		expect(rolloutOf({ ...live, status }, two, pods).is).toBe("done");
		const less = { ...status, updatedNumberScheduled: 1 };
		expect(rolloutOf({ ...live, status: less }, two, pods).is).toBe("going");
	});

	it("goes on while the controller has not seen the last change", () => {
		const pods = [pod({ node: "a" }), pod({ node: "b" })];
		expect(rolloutOf(daemonSet(2, { observed: 2 }), two, pods).is).toBe("going");
	});

	it("goes on where a former pod was not replaced, or still stays beside the new one", () => {
		const former = pod({ node: "b", generation: "1" });
		expect(rolloutOf(daemonSet(), two, [pod({ node: "a" }), former])).toMatchObject({
			is: "going",
			missing: [{ node: "b", because: "its former pod was not replaced yet" }],
		});
		expect(rolloutOf(daemonSet(), two, [pod({ node: "a" }), pod({ node: "b" }), former])).toMatchObject({
			is: "going",
			missing: [{ node: "b", because: "its former pod is still there beside the new one" }],
		});
		const ending = pod({ node: "b", generation: "1", ending: true });
		expect(rolloutOf(daemonSet(), two, [pod({ node: "a" }), pod({ node: "b" }), ending]).is).toBe("done");
	});

	it("does not wait for a node that is not Ready, and names it apart", () => {
		const half = nodes({ name: "a" }, { name: "b", ready: false });
		const lost = pod({ node: "b", ready: false });
		expect(rolloutOf(daemonSet(), half, [pod({ node: "a" }), lost])).toMatchObject({
			is: "done",
			missing: [],
			unready: [{ node: "b", because: "is not Ready: Kubelet stopped posting node status." }],
		});
	});

	it("tells of nodes for which no pod could be made", () => {
		expect(rolloutOf(daemonSet(3), two, [pod({ node: "a" })])).toMatchObject({
			is: "going",
			missing: [{ node: "", because: "2 nodes have no pod yet" }],
		});
		expect(rolloutOf(daemonSet(2), two, [pod({ node: "a" })], "exceeded quota: none")).toMatchObject({
			is: "stuck",
			missing: [{ node: "", because: "1 node has no pod yet: exceeded quota: none" }],
		});
	});
});

describe("a pod that is not ready", () => {
	it.each([
		[
			waiting("ImagePullBackOff", 'Back-off pulling image "x"'),
			"stuck",
			'container node-cache: ImagePullBackOff: Back-off pulling image "x"',
		],
		[waiting("ErrImageNeverPull"), "stuck", "container node-cache: ErrImageNeverPull"],
		[
			waiting("CreateContainerConfigError", 'configmap "x" not found'),
			"stuck",
			'container node-cache: CreateContainerConfigError: configmap "x" not found',
		],
		[
			waiting("CrashLoopBackOff", "back-off 10s", {
				terminated: { exitCode: 1, reason: "Error", message: "bind:\n address in use" },
			}),
			"stuck",
			"CrashLoopBackOff: container node-cache ended with 1 (Error): bind: address in use",
		],
		[waiting("ContainerCreating"), "going", "its pod is being started"],
		[{}, "going", "its pod runs and is not ready yet"],
		[
			{ phase: "Failed", reason: "Evicted", message: "low on memory" },
			"going",
			"its pod failed: Evicted: low on memory",
		],
	] as const)("is told in words (%#)", (status, is, because) => {
		const pods = [pod({ node: "a" }), pod({ node: "b", ready: false, status })];
		expect(rolloutOf(daemonSet(), two, pods)).toMatchObject({ is, missing: [{ node: "b", because }] });
	});

	it("is of the node that it is meant for, when it finds no place there", () => {
		const conditions = [
			{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "Insufficient memory" },
		];
		const full = pod({ node: "b", scheduled: false, ready: false, status: { phase: "Pending", conditions } });
		expect(rolloutOf(daemonSet(), two, [pod({ node: "a" }), full])).toMatchObject({
			is: "stuck",
			missing: [{ node: "b", because: "its pod finds no place: Insufficient memory" }],
		});
	});
});
