import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface Finished {
	status: number | null;
	output: string;
}

/** Runs a tool of the project from its root, without colours; `onOutput` is called for each piece that it prints. */
export function runTool(
	program: string,
	argv: readonly string[],
	onOutput: (text: string) => void = () => {},
): Promise<Finished> {
	const child = spawn(`${root}node_modules/.bin/${program}`, argv, {
		cwd: root,
		env: { ...process.env, NO_COLOR: "1" },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (text: string) => {
			output += text;
			onOutput(text);
		});
	}
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (status) => resolve({ status, output }));
	});
}
