import { describe, expect, it } from "vitest";
import { readPodState } from "../../src/verification/index.ts";

const scheduled = { type: "PodScheduled", status: "True" };
const container = (state: object) => ({
	phase: "Pending",
	conditions: [scheduled],
	containerStatuses: [{ state }],
});

describe("how far a verification's pod is", () => {
	it.each<[string, object, object]>([
		["nothing yet", {}, { is: "waiting", why: "scheduler" }],
		[
			"a full node",
			{
				phase: "Pending",
				conditions: [
					{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "1 Too many pods" },
				],
			},
			{ is: "waiting", why: "scheduler", text: "Unschedulable: 1 Too many pods" },
		],
		[
			"a kubelet that is silent",
			{ phase: "Pending", conditions: [scheduled] },
			{ is: "waiting", why: "kubelet" },
		],
		[
			"an image that may not be pulled",
			container({ waiting: { reason: "ErrImageNeverPull", message: "not present" } }),
			{ is: "waiting", why: "image-never", text: "ErrImageNeverPull: not present" },
		],
		[
			"an image that cannot be pulled",
			container({ waiting: { reason: "ImagePullBackOff" } }),
			{ is: "waiting", why: "image", text: "ImagePullBackOff" },
		],
		[
			"a volume that is not there yet",
			container({ waiting: { reason: "ContainerCreating" } }),
			{ is: "waiting", why: "container" },
		],
		["a running program", container({ running: { startedAt: "2026-01-01T00:00:00Z" } }), { is: "running" }],
		[
			"a program that has ended",
			container({ terminated: { exitCode: 0, reason: "Completed", message: "{}" } }),
			{ is: "ended", message: "{}", exit: "Completed, exit code 0" },
		],
		[
			"an eviction, whatever its container was last seen doing",
			{ ...container({ running: {} }), phase: "Failed", reason: "Evicted", message: "low on memory" },
			{ is: "turned-away", text: "Evicted: low on memory" },
		],
		[
			"an eviction that killed its container",
			{
				...container({ terminated: { exitCode: 137, reason: "Error" } }),
				phase: "Failed",
				reason: "Evicted",
				message: "low on memory",
			},
			{ is: "turned-away", text: "Evicted: low on memory" },
		],
		[
			"a kubelet without room",
			{ phase: "Failed", reason: "OutOfpods", message: "Node didn't have enough resource: pods" },
			{ is: "turned-away", text: "OutOfpods: Node didn't have enough resource: pods" },
		],
	])("%s", (_, status, state) => {
		expect(readPodState({ status })).toMatchObject(state);
	});
});
