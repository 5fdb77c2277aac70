import { readFileSync } from "node:fs";

/**
 * What tells a process from a later one with the same number: the boot and the tick it started at.
 * @returns undefined when there is no such process, or only what its parent has not yet collected
 */
export function processIdentity(pid: number): string | undefined {
	try {
		// The name in parentheses may hold anything, so fields are counted behind it (proc_pid_stat(5)).
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (fields[0] === "Z" || fields[0] === "X") return undefined;
		return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
	} catch {
		return undefined;
	}
}
