import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Runs kubectl as one user of the cluster. */
export type Kubectl = (argv: readonly string[], input?: string) => Promise<string>;

/** @param folder of Kubernetes' programs */
export const kubectlAs =
	(folder: string, kubeconfig: string): Kubectl =>
	(argv, input = "") =>
		new Promise((resolve, reject) => {
			const all = [
				"--kubeconfig",
				kubeconfig,
				"--cache-dir",
				"/run/kubectl",
				"--request-timeout=10s",
				...argv,
			];
			const child = spawn(join(folder, "kubectl"), all, { stdio: ["pipe", "pipe", "pipe"] });
			let output = "";
			let complaints = "";
			child.stdout.setEncoding("utf8").on("data", (text: string) => {
				output += text;
			});
			child.stderr.setEncoding("utf8").on("data", (text: string) => {
				complaints += text;
			});
			child.once("error", reject);
			child.once("close", (code) =>
				code === 0 ? resolve(output) : reject(new Error(`kubectl ${argv[0]}: ${complaints.trim()}`)),
			);
			child.stdin.on("error", () => {});
			child.stdin.end(input);
		});

/**
 * Does something until it works: a server that starts, or a lossy link to it, is nothing unusual.
 * @throws the last error after two minutes
 */
export async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
	const deadline = Date.now() + 120_000;
	for (;;) {
		try {
			return await work();
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(200);
		}
	}
}
