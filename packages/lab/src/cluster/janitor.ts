import { spawn } from "node:child_process";
import type { Writable } from "node:stream";

/**
 * Waits for the end of its stdin, which comes when the last process that holds the other end is gone,
 * and removes folders that are nothing but cgroups. The kernel needs a moment to empty them.
 */
const script =
	'cat >/dev/null; for try in $(seq 100); do left=; for folder; do [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || left=1; done; [ -n "$left" ] || exit 0; sleep 0.1; done';

/**
 * Cgroups are the one thing of a cluster that no namespace takes with it. The janitor lives outside of the
 * sandbox, holds nothing, and ends by itself when it has swept.
 * @returns its stdin: whoever holds it keeps the janitor waiting
 */
export function startJanitor(folders: readonly string[]): Writable {
	const janitor = spawn("sh", ["-c", script, "janitor", ...folders], {
		stdio: ["pipe", "ignore", "ignore"],
		detached: true,
	});
	janitor.unref();
	return janitor.stdin;
}
