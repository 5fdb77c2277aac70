import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import type { SandboxCommand } from "../sandbox/enter.ts";
import { cgroupFolders } from "./cgroup.ts";
import { startJanitor } from "./janitor.ts";

/** By this variable the process in the sandbox knows its cgroup's name. */
const cgroupVariable = "LOCALDNS_CLUSTER_CGROUP";
/** Descriptor in there of the network namespace outside, for the one socket through which the API is reached. */
const outerNetworkDescriptor = 5;

/**
 * Runs something that starts a sandbox for a cluster. Besides what every lab's sandbox has, it gets a cgroup,
 * which a janitor removes when the last process in it is gone, and a way to listen on this side.
 */
export async function withClusterSandbox<T>(
	argv: readonly string[],
	start: (command: SandboxCommand) => Promise<T>,
): Promise<T> {
	const name = `localdns-${randomBytes(4).toString("hex")}`;
	const janitor = startJanitor(cgroupFolders(name));
	const network = openSync("/proc/self/ns/net", "r");
	try {
		return await start({
			argv,
			env: { ...process.env, [cgroupVariable]: name },
			descriptors: [janitor, network],
		});
	} finally {
		janitor.destroy();
		closeSync(network);
	}
}

/** Inside: what the cluster has from outside. */
export function clusterSandbox(): { cgroup: string; outerNetwork: string } {
	const cgroup = process.env[cgroupVariable];
	if (cgroup === undefined) throw new Error("a cluster can only be opened in a sandbox made for one");
	return { cgroup, outerNetwork: `/proc/${process.pid}/fd/${outerNetworkDescriptor}` };
}
