import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ServerStart {
	readonly coredns: string;
	readonly corefile: string;
}

/** Questions for one server; a cache is started before and ended after. */
export interface Round {
	readonly server: string;
	/** `NAME TYPE` each. */
	readonly questions: readonly string[];
	readonly cache?: ServerStart;
}

/** One text for each question. */
export type RoundAnswers = readonly string[];

export const clusterDns = "10.43.0.10";
export const cacheAddress = "169.254.20.10";
/** Stands for a public resolver; in this network it is one of the loopback's addresses. */
export const external = "119.29.29.29";
export const stubs = ["192.0.2.11", "192.0.2.12"] as const;
const nodeAddress = "192.0.2.7";

const setUp = [
	"ip link set lo up",
	...[clusterDns, cacheAddress, external, nodeAddress, ...stubs].map(
		(address) => `ip address add ${address}/32 dev lo`,
	),
	'exec "$0" "$1"',
].join(" && ");

const driver = fileURLToPath(new URL("./cluster-import-driver.ts", import.meta.url));

/** Starts the servers in a network that has no way out, and asks round after round. */
export function askAll(
	folder: string,
	background: readonly ServerStart[],
	rounds: readonly Round[],
): Promise<RoundAnswers[]> {
	const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
	const argv = [
		...user,
		"--net",
		"--pid",
		"--fork",
		"--kill-child",
		"sh",
		"-c",
		setUp,
		process.execPath,
		driver,
	];
	const child = spawn("unshare", argv, {
		env: { PATH: process.env.PATH, NODE_IP: nodeAddress },
		stdio: ["pipe", "pipe", "pipe"],
	});
	const limit = setTimeout(() => child.kill("SIGKILL"), 150_000);
	let output = "";
	let complaints = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		output += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		complaints += text;
	});
	child.stdin.end(JSON.stringify({ folder, background, rounds }));
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => {
			clearTimeout(limit);
			if (code === 0) resolve(JSON.parse(output));
			else reject(new Error(`the servers ended with ${code}: ${complaints}`));
		});
	});
}
