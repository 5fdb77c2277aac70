import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the entry inside the namespace is to start and ask. */
export interface CacheTask {
	readonly binary: string;
	readonly clusterDns: string;
	/** One per process of the node. */
	readonly corefiles: readonly string[];
	/** Addresses that pods ask. */
	readonly addresses: readonly string[];
	/** Health, readiness and metrics. */
	readonly urls: readonly string[];
}

/** What came of it; lists are in the order of addresses and of urls. */
export interface CacheReport {
	readonly answers: readonly string[];
	readonly tcp: readonly boolean[];
	readonly http: readonly (number | string)[];
	/** Answers while old and new processes serve together, and when the old ones have ended. */
	readonly during: readonly string[];
	readonly after: readonly string[];
}

const entry = fileURLToPath(new URL("./rendered-cache-entry.ts", import.meta.url));

/** All addresses of a node and of the cluster DNS, on loopback in a network without a way out. */
const setUp = [
	"ip link set lo up",
	...["169.254.20.10/32", "10.43.0.10/32", "192.0.2.7/32", "192.0.2.53/32"].map(
		(address) => `ip address add ${address} dev lo`,
	),
	...["fd00:169:254:20::10/128", "fd00:43::a/128"].map((address) => `ip address add ${address} dev lo nodad`),
	'exec "$0" "$@"',
].join(" && ");

export function runCache(task: CacheTask): CacheReport | { readonly failure: string } {
	const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
	const { stdout, stderr } = spawnSync(
		"unshare",
		[...user, "--net", "--pid", "--fork", "--kill-child", "sh", "-c", setUp, process.execPath, entry],
		{ encoding: "utf8", input: JSON.stringify(task), timeout: 60_000 },
	);
	if (stdout === "") throw new Error(stderr);
	return JSON.parse(stdout) as CacheReport;
}
