import type { LabRecord } from "./lab-record.ts";

/** The command line that runs `argv` in a lab's namespaces, from outside; it ends with the lab. */
export function enterLab({ pid }: LabRecord, argv: readonly string[]): string[] {
	const user = process.getuid?.() === 0 ? [] : ["--user", "--preserve-credentials"];
	const namespaces = ["--mount", "--net", `--pid=/proc/${pid}/ns/pid_for_children`];
	return ["nsenter", "--target", String(pid), ...user, ...namespaces, "--", ...argv];
}
