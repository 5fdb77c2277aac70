import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "../network/place.ts";
import { deathOf, type LabProcess, startProcess } from "../process/lab-process.ts";

/**
 * Lets the machine's own programs reach the API server, whose network namespace has no way out: one socat
 * listens on a loopback port outside, another one beside the API server, and between them is a socket that
 * has a place in the file system and not in a network.
 * @param outerNetwork path of the machine's network namespace
 * @returns the port on 127.0.0.1
 * @throws LocaldnsError LDNS203
 */
export async function openApiDoor(
	near: Place,
	lab: string,
	outerNetwork: string,
	adopt: (process: LabProcess) => void,
): Promise<number> {
	const socket = join(lab, "api.sock");
	const listening = ["-d", "-d"];
	const inner = startProcess(
		"the API's inner door",
		// Only the network is the node's: the socket's path is the sandbox's.
		[
			"nsenter",
			`--net=${near.net}`,
			"--",
			"socat",
			...listening,
			`UNIX-LISTEN:${socket},fork`,
			"TCP:127.0.0.1:6443",
		],
	);
	adopt(inner);
	await words(inner, /listening on/);
	const outer = startProcess("the API's outer door", [
		...["nsenter", `--net=${outerNetwork}`, "--", "socat", ...listening],
		...["TCP-LISTEN:0,bind=127.0.0.1,fork", `UNIX-CONNECT:${socket}`],
	]);
	adopt(outer);
	return Number((await words(outer, /listening on AF=2 127\.0\.0\.1:(\d+)/))[1]);
}

/** Waits for words of a process that has just been started. */
async function words(process: LabProcess, pattern: RegExp): Promise<RegExpExecArray> {
	let ending: string | undefined;
	void process.ended.then((how) => {
		ending = how;
	});
	for (;;) {
		const found = pattern.exec(process.lastWords());
		if (found !== null) return found;
		if (ending !== undefined) throw deathOf(process, ending, "LDNS203");
		await sleep(5);
	}
}
