import type { NamePlan, ProbePlan, Sample, StubProfile } from "@localdns/core/measure";
import { startResolution } from "../../src/resolution.ts";
import { parseServerAddress } from "../../src/server-address.ts";
import type { StubSettings } from "../../src/stub/stub.ts";

export interface OneResolution {
	name: string;
	servers: string[];
	profile?: StubProfile;
	expect?: NamePlan["expect"];
	settings?: Partial<StubSettings>;
	deadlineMs?: number;
}

const podSearch = ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"];

/** Starts one resolution as a pod in the namespace `shop` would; half a second stands for the five of a stub. */
export function begin(one: OneResolution): {
	sample: Promise<Sample>;
	interrupt(): void;
	strays: () => number;
} {
	let strays = 0;
	const plan: ProbePlan = {
		kind: "ProbePlan",
		node: "here",
		seed: 1,
		startAtMs: 0,
		warmupMs: 0,
		durationMs: 1000,
		gapMs: 50,
		deadlineMs: one.deadlineMs ?? 400,
		stubProfile: one.profile ?? "glibc",
		allArms: ["only"],
		arms: [{ arm: "only" }],
		workloads: [],
	};
	const name: NamePlan = { name: one.name, form: "svc", expect: one.expect ?? "address" };
	const settings = {
		servers: one.servers.map(parseServerAddress),
		search: podSearch,
		ndots: 5,
		timeoutMs: 500,
		attempts: 2,
		...one.settings,
	};
	const slot = { atMs: 0, arm: "only", workload: "hot" as const, tuple: 0, name };
	const resolution = startResolution(plan, slot, performance.now(), settings, () => {
		strays += 1;
	});
	return { sample: resolution.sample, interrupt: () => resolution.interrupt(), strays: () => strays };
}

export const resolveOnce = (one: OneResolution): Promise<Sample> => begin(one).sample;

/** Transport, type and outcome of every attempt. */
export const attemptsOf = (sample: Sample): string[] =>
	sample.attempts.map((each) => `${each.transport} ${each.type} ${each.outcome}`);
