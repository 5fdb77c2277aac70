import type { StubProfile, Workload } from "@localdns/core/measure";
import { parseLength, parseRate, parseSeed, parseStub, wrongFlag } from "./measurement-flags.ts";

/** Flags of what `bench` asks in a cluster, as commander hands them over. */
export interface ClusterBenchFlags {
	readonly arms?: string | undefined;
	readonly duration?: string | undefined;
	readonly quick?: true | undefined;
	readonly thorough?: true | undefined;
	readonly rate?: string | undefined;
	readonly workloads?: string | undefined;
	readonly stub: string;
	readonly seed?: string | undefined;
}

/** A way for a pod to resolve names: by the cluster DNS itself, or by the cache of its node. */
export interface ClusterArm {
	/** Unique in the run: an arm named twice is `direct` and `direct#2`. */
	readonly name: string;
	readonly way: "direct" | "cache";
}

export interface ClusterBenchSettings {
	/** The first is the baseline. Undefined: `direct`, and `cache` where there is one. */
	readonly arms: readonly ClusterArm[] | undefined;
	readonly durationMs: number;
	/** Resolutions per second per arm and workload. */
	readonly rate: number;
	readonly workloads: readonly Workload[];
	readonly stubProfile: StubProfile;
	readonly seed: number;
}

/** What a cluster is asked for; names that appear during the run are the lab's. */
const workloads = ["hot", "cold", "external"] as const satisfies readonly Workload[];
const mostArms = 4;

/**
 * Reads the flags before a cluster is asked anything.
 * @throws LocaldnsError LDNS101 that names the flag, what was read and what is allowed
 */
export function parseClusterBench(flags: ClusterBenchFlags, drawSeed: () => number): ClusterBenchSettings {
	if (flags.quick === true && flags.thorough === true)
		throw wrongFlag("--quick", "--quick --thorough", "one of the two");
	return {
		arms: flags.arms === undefined ? undefined : parseClusterArms(flags.arms),
		durationMs: parseLength(flags.duration) ?? 60_000 * (flags.quick ? 3 : flags.thorough ? 60 : 15),
		rate: parseRate(flags.rate ?? "1"),
		workloads: flags.workloads === undefined ? workloads : parseWorkloads(flags.workloads),
		stubProfile: parseStub(flags.stub),
		seed: flags.seed === undefined ? drawSeed() : parseSeed(flags.seed),
	};
}

function parseClusterArms(list: string): ClusterArm[] {
	const words = list.split(",").map((word) => word.trim());
	if (words.length > mostArms) throw wrongFlag("--arms", list, `1 to ${mostArms} arms`);
	const seen = new Map<string, number>();
	return words.map((word) => {
		if (word !== "direct" && word !== "cache")
			throw wrongFlag("--arms", word, "direct or cache in a cluster; others are for bench --lab");
		const count = (seen.get(word) ?? 0) + 1;
		seen.set(word, count);
		return { name: count === 1 ? word : `${word}#${count}`, way: word };
	});
}

/** In the order of the report, whatever the order in which they were named. */
function parseWorkloads(list: string): Workload[] {
	const words = list.split(",").map((word) => word.trim());
	const unknown = words.find((word) => !workloads.some((each) => each === word));
	if (unknown !== undefined) throw wrongFlag("--workloads", unknown, workloads.join(", "));
	return workloads.filter((each) => words.includes(each));
}
