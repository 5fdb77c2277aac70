import { spawn } from "node:child_process";

export interface Finished {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** Runs a command to its end and keeps what it printed. */
export function runToEnd(
	argv: readonly string[],
	options: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Finished> {
	const [program, ...rest] = argv as [string, ...string[]];
	const child = spawn(program, rest, { stdio: ["pipe", "pipe", "pipe"], env: options.env ?? process.env });
	const said = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const) {
		child[name].setEncoding("utf8").on("data", (text: string) => {
			said[name] += text;
		});
	}
	child.stdin.on("error", () => {});
	child.stdin.end(options.input ?? "");
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => resolve({ code, ...said }));
	});
}
