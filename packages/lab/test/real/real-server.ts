import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const asker = fileURLToPath(new URL("./ask-entry.ts", import.meta.url));

/** Loopback has the addresses that Corefiles of a node bind; nothing leads out. */
const setUp = [
	"ip link set lo up",
	"ip address add 169.254.20.10/32 dev lo",
	"ip address add 10.43.0.10/32 dev lo",
	"ip address add fd00:169:254:20::10/128 dev lo nodad",
	"ip address add 192.0.2.7/32 dev lo",
	'exec "$@"',
].join(" && ");

/** What node-cache writes in place of its placeholders, with addresses that lead nowhere. */
const fillPlaceholders = (corefile: string): string =>
	corefile
		.replaceAll("__PILLAR__LOCAL__DNS__", "169.254.20.10")
		.replaceAll("__PILLAR__CLUSTER__DNS__", "192.0.2.53")
		.replaceAll("__PILLAR__UPSTREAM__SERVERS__", "192.0.2.54");

interface Run {
	/** "started", or the last line of a server that did not start. */
	readonly outcome: string;
	/** What the asker printed. */
	readonly answer: string;
}

/**
 * Starts the real server in a network of its own until it says that it serves, has it asked if so wanted, and ends it.
 *
 * @param ask arguments of ask-entry.ts
 */
function run(binary: string, corefile: string, ask: readonly string[]): Promise<Run> {
	const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
	const inside = ask.length === 0 ? [binary, "-conf", "stdin"] : [process.execPath, asker, binary, ...ask];
	const child = spawn(
		"unshare",
		[...user, "--net", "--pid", "--fork", "--kill-child", "sh", "-c", setUp, "sh", ...inside],
		{ env: { PATH: process.env.PATH, NODE_IP: "192.0.2.7" }, stdio: ["pipe", "pipe", "pipe"] },
	);
	return new Promise((resolve, reject) => {
		let output = "";
		const limit = setTimeout(() => child.kill("SIGKILL"), 20_000);
		const read = (text: string) => {
			output += text;
			if (ask.length === 0 && serves(output)) child.kill("SIGKILL");
		};
		child.stdout.setEncoding("utf8").on("data", read);
		child.stderr.setEncoding("utf8").on("data", read);
		child.on("error", reject);
		child.on("close", () => {
			clearTimeout(limit);
			const [, answer = ""] = /^ANSWER (.*)$/m.exec(output) ?? [];
			resolve({
				outcome: serves(output) ? "started" : (output.trim().split("\n").at(-1) ?? ""),
				answer,
			});
		});
		child.stdin.end(fillPlaceholders(corefile));
	});
}

const serves = (output: string): boolean => /^CoreDNS-\d/m.test(output);

/** @returns "started", or the last line of a server that did not start */
export const start = async (binary: string, corefile: string): Promise<string> =>
	(await run(binary, corefile, [])).outcome;

/** @returns name of the response code to one A question, "none" without an answer, "ended" where the server ended */
export const ask = async (binary: string, corefile: string, server: string, name: string): Promise<string> =>
	(await run(binary, corefile, ["dns", server, name])).answer;

/** @returns the HTTP status codes that a path gave when it was asked 40 times, each once, in order */
export const fetchOften = async (binary: string, corefile: string, url: string): Promise<string> =>
	(await run(binary, corefile, ["http", url])).answer;

/** @returns "ended" where the server ends by itself soon after its start, otherwise "lives" */
export const outlives = async (binary: string, corefile: string): Promise<string> =>
	(await run(binary, corefile, ["end"])).answer;
