import { spawn } from "node:child_process";
import { LocaldnsError } from "@localdns/core";

/**
 * Runs a short command to its end, with this text on its stdin.
 * @returns its stdout
 * @throws LocaldnsError LDNS203 with its last words; `what` says which part of the lab this was
 */
export function run(what: string, argv: readonly string[], input = ""): Promise<string> {
	const [program, ...rest] = argv as [string, ...string[]];
	return new Promise((resolve, reject) => {
		const child = spawn(program, rest, { stdio: ["pipe", "pipe", "pipe"] });
		let output = "";
		let complaints = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			output += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			complaints += text;
		});
		const fail = (reason: string) =>
			reject(new LocaldnsError("LDNS203", `${what} could not be set up`, { reason }));
		child.on("error", (error) => fail(error.message));
		child.on("close", (code, signal) => {
			if (code === 0) resolve(output);
			else fail(`${program} ended with ${code ?? signal}: ${complaints.trim()}`);
		});
		// A command that ends before it has read everything says why on stderr.
		child.stdin.on("error", () => {});
		child.stdin.end(input);
	});
}
