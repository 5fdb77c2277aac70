import { readFileSync } from "node:fs";
import type { ProbeSummary } from "@localdns/core/measure";

type Throttling = NonNullable<ProbeSummary["throttled"]>;

/** Where a container sees its own control group: version 2, then both ways in which version 1 is mounted. */
const files = ["/cpu.stat", "/cpu/cpu.stat", "/cpu,cpuacct/cpu.stat"];

/**
 * How often and how long the kernel kept this container from the CPU since it began.
 *
 * Source: Linux, Documentation/admin-guide/cgroup-v2.rst (`throttled_usec`) and scheduler/sched-bwc.rst
 * (`throttled_time`, ns).
 *
 * @param folder @default /sys/fs/cgroup
 * @returns undefined where the kernel does not say so, as for a group without a limit controller
 */
export function readThrottling(folder = "/sys/fs/cgroup"): Throttling | undefined {
	for (const file of files) {
		let text: string;
		try {
			text = readFileSync(folder + file, "utf8");
		} catch {
			continue;
		}
		const found = parseThrottling(text);
		if (found !== undefined) return found;
	}
	return undefined;
}

function parseThrottling(text: string): Throttling | undefined {
	const values = new Map(
		text.split("\n").map((line) => {
			const [name = "", value] = line.split(" ");
			return [name, Number(value)];
		}),
	);
	const periods = values.get("nr_throttled");
	const microseconds = values.get("throttled_usec");
	const nanoseconds = values.get("throttled_time");
	const ms = microseconds === undefined ? nanoseconds && nanoseconds / 1e6 : microseconds / 1e3;
	if (periods === undefined || ms === undefined || !Number.isFinite(periods + ms)) return undefined;
	return { periods, ms };
}

/** What came to it between two readings; undefined where one is missing. */
export function throttledBetween(
	before: Throttling | undefined,
	after: Throttling | undefined,
): Throttling | undefined {
	if (before === undefined || after === undefined) return undefined;
	return { periods: after.periods - before.periods, ms: Math.round(after.ms - before.ms) };
}
