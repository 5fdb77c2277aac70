import type { KubernetesObject } from "@localdns/core/manifests";
import { describe, expect, it } from "vitest";
import { checkAll, countsFor, reportOf } from "../../../../core/test/health/sample-check.ts";
import { stateChanges, tellEvents } from "../../../src/use-cases/health-check/tell-events.ts";

const broken = () => countsFor({ near: 0, far: 0.6 });
const calm = () => countsFor({ near: 0, far: 0 }, 4000);
const told = (runs: Parameters<typeof checkAll>[0]) =>
	checkAll(runs).map((result) =>
		stateChanges(result, reportOf(result)).map(({ reason, node }) => `${reason} ${node ?? "all"}`),
	);

describe("changes of state", () => {
	it("are told when an alarm is raised and when it ends, and never twice", () => {
		expect(told([broken(), broken(), broken(), broken(), calm(), calm(), calm(), calm()])).toEqual([
			[],
			[],
			["DnsSloBreached all", "DnsSloBreached far"],
			[],
			[],
			[],
			["DnsSloRecovered all", "DnsSloRecovered far"],
			[],
		]);
	});

	it("are at most ten, however many nodes change", () => {
		const all = () => countsFor(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`n${i}`, 0.6])), 60);
		expect(told([all(), all(), all()]).map((changes) => changes.length)).toEqual([0, 0, 10]);
	});
});

describe("an Event", () => {
	const change = { type: "Warning", reason: "DnsSloBreached", note: "so", node: "far" } as const;

	it("is of the CronJob, with the node beside it", async () => {
		const made: KubernetesObject[] = [];
		const problems = await tellEvents(
			{
				read: async () => ({ metadata: { name: "x", uid: "u-1" } }) as never,
				create: async (object) => {
					made.push(object);
					return {};
				},
			},
			"space",
			"run-1",
			[change],
		);
		expect(problems).toEqual([]);
		expect(made).toMatchObject([
			{
				apiVersion: "events.k8s.io/v1",
				metadata: { namespace: "space" },
				regarding: { kind: "CronJob", name: "localdns-health-check", uid: "u-1" },
				related: { kind: "Node", name: "far" },
				reason: "DnsSloBreached",
			},
		]);
	});

	it("is not told where no CronJob is", async () => {
		const create = async (): Promise<never> => {
			throw new Error("nothing is to be created");
		};
		expect(await tellEvents({ read: async () => undefined, create }, "space", "run-1", [change])).toEqual([]);
	});
});
