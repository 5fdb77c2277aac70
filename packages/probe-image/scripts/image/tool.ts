import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a program to its end. @returns its stdout @throws Error with its last words */
export async function tool(program: string, argv: readonly string[], folder?: string): Promise<string> {
	try {
		const { stdout } = await execute(program, [...argv], {
			maxBuffer: 1e8,
			...(folder === undefined ? {} : { cwd: folder }),
		});
		return stdout;
	} catch (error) {
		const { code, stderr } = error as { code?: string | number; stderr?: string };
		if (code === "ENOENT") throw new Error(`${program} is needed, and not there`);
		throw new Error(
			`${program} ${argv[0]} ended with ${code}: ${stderr?.trim().split("\n").slice(-5).join("\n")}`,
		);
	}
}
