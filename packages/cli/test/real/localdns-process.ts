import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));

export interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

export interface Running {
	child: ChildProcess;
	ended: Promise<Ended>;
	/** Resolves when stderr has said this. */
	says(text: string): Promise<void>;
}

/** The built command line as a user starts it. */
export function start(argv: readonly string[]): Running {
	const child = spawn(process.execPath, [cli, ...argv], {
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, NO_COLOR: "1" },
	});
	let stdout = "";
	let stderr = "";
	const waiting = new Set<() => void>();
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
		for (const look of waiting) look();
	});
	const ended = new Promise<Ended>((resolve) =>
		child.once("close", (code) => resolve({ code, stdout, stderr })),
	);
	const says = (text: string) =>
		new Promise<void>((resolve, reject) => {
			const look = () => {
				if (!stderr.includes(text)) return;
				waiting.delete(look);
				resolve();
			};
			waiting.add(look);
			look();
			void ended.then(() => reject(new Error(`ended without saying ${JSON.stringify(text)}:\n${stderr}`)));
		});
	return { child, ended, says };
}

export const run = (argv: readonly string[]): Promise<Ended> => start(argv).ended;

interface HostProcess {
	pid: number;
	parent: number;
	command: string;
}

function processes(): HostProcess[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				const stat = readFileSync(`/proc/${name}/stat`, "utf8");
				const [, parent = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
				const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
				return [{ pid: Number(name), parent: Number(parent), command }];
			} catch {
				// It ended while we looked.
				return [];
			}
		});
}

/** Everything below a process, its children's children too. */
export function descendants(pid: number): HostProcess[] {
	const all = processes();
	const below = (parent: number): HostProcess[] =>
		all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
	return below(pid);
}

/** Which of these are still there, by pid and command, since pids come round. */
export function survivors(of: readonly HostProcess[]): HostProcess[] {
	const now = new Map(processes().map((each) => [each.pid, each.command]));
	return of.filter((each) => each.command !== "" && now.get(each.pid) === each.command);
}
