import { spawn } from "node:child_process";
import { LocaldnsError } from "@localdns/core";
import { shellWord } from "../../shell-word.ts";

/** How a script on a node ended. */
export interface RemoteEnd {
	/** Exit code; 255 is ssh's own, undefined after a signal. */
	readonly code: number | undefined;
	/** Whether the script began: without it nothing was done on the node. */
	readonly began: boolean;
	readonly stdout: Buffer;
	/** Its last lines, of ssh or of the script. */
	readonly complaint: string;
}

/** A login on a node. */
export interface SshConnection {
	/** Runs a fixed script there as root, with words as `$1`, `$2`… Does not throw for what happens there. */
	run(script: string, words?: readonly string[], input?: Buffer): Promise<RemoteEnd>;
	/** The same. @throws LocaldnsError LDNS728 unless it ended with 0 */
	ask(script: string, words?: readonly string[]): Promise<Buffer>;
}

/** Programs and how long they may take. */
export interface SshSettings {
	/** As ssh takes it: `address`, `user@address`, a Host of the user's configuration. */
	readonly target: string;
	/** Of the node, for errors. */
	readonly node: string;
	/** Of one command. @default 60000 */
	readonly withinMs?: number;
}

/** Everything else is the user's own configuration, host keys and jump hosts included. */
const options = [
	...["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"],
	// A link that is gone is noticed within 15 s; a command that the user gave this host would stand in the way of ours.
	...["-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", "-o", "RemoteCommand=none"],
];
const beginning = "localdns-begins\n";
/** Becomes root where the login is not, without a prompt. `$1` is the script, `$2` its name, then its words. */
const asRoot = 'if [ "$(id -u)" -eq 0 ]; then exec sh -c "$@"; fi; exec sudo -n sh -c "$@"';
const mostOutput = 32 * 1024 * 1024;

/** A connection per command; users who want one for all have ControlMaster. */
export function sshConnection({ target, node, withinMs = 60_000 }: SshSettings): SshConnection {
	async function run(
		script: string,
		words: readonly string[] = [],
		input = Buffer.alloc(0),
	): Promise<RemoteEnd> {
		// ssh joins its words with spaces, and a shell on the node reads the line anew: each word is quoted for that one
		// shell. Scripts are fixed texts, and what is different each time comes behind them, as words.
		const command = [
			"sh",
			"-c",
			asRoot,
			"localdns",
			`printf ${beginning.trim()}'\\n'\n${script}`,
			"localdns",
		];
		const line = [...command, ...words].map(shellWord).join(" ");
		const child = spawn("ssh", [...options, "--", target, line], { timeout: withinMs });
		const output: Buffer[] = [];
		let complaint = "";
		let size = 0;
		child.stdout.on("data", (chunk: Buffer) => {
			output.push(chunk);
			size += chunk.length;
			if (size > mostOutput) child.kill();
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			complaint = `${complaint}${text}`.slice(-2000);
		});
		// What is not read there is told by how the script ends.
		child.stdin.on("error", () => {});
		child.stdin.end(input);
		const code = await ended(child, (error) => {
			complaint = error.message;
		});
		const all = Buffer.concat(output);
		// What a login shell's start-up files print comes before.
		const at = all.indexOf(beginning);
		return {
			code,
			began: at !== -1,
			stdout: at === -1 ? Buffer.alloc(0) : all.subarray(at + beginning.length),
			complaint: complaint.trim() || (code === undefined ? `no end within ${withinMs / 1000} s` : ""),
		};
	}

	return {
		run,
		async ask(script, words) {
			const end = await run(script, words);
			if (end.code === 0 && end.began) return end.stdout;
			throw noWay(node, target, end);
		},
	};
}

/** Not waited for: stderr, which a connection that ssh keeps for later holds open. */
async function ended(
	child: ReturnType<typeof spawn>,
	onError: (error: Error) => void,
): Promise<number | undefined> {
	const drained = new Promise<void>((resolve) => child.stdout?.once("close", resolve));
	return await new Promise((resolve) => {
		child.once("error", (error) => {
			onError(error);
			resolve(undefined);
		});
		child.once("exit", async (code) => {
			// What it started may live on, and hold this open.
			if (code === null) child.stdout?.destroy();
			await drained;
			resolve(code ?? undefined);
		});
	});
}

const noWay = (node: string, target: string, { complaint, code }: RemoteEnd): LocaldnsError =>
	new LocaldnsError("LDNS728", `${node} cannot be changed by ssh`, {
		reason: complaint || `exit code ${code}`,
		hint: `ssh ${shellWord(target)} sudo -n true`,
	});
