// Runs in a network of its own (cluster-import.test.ts): starts CoreDNS servers, asks them with dig, tells the answers.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Round, RoundAnswers, ServerStart } from "./cluster-import-plan.ts";

const { folder, background, rounds } = JSON.parse(readFileSync(0, "utf8")) as {
	folder: string;
	background: ServerStart[];
	rounds: Round[];
};

/** Starts a server and waits until it says that it serves. Rejects with its last words when it ends before. */
function start({ coredns, corefile }: ServerStart): Promise<() => Promise<void>> {
	const child = spawn(coredns, ["-conf", "stdin"], { stdio: ["pipe", "pipe", "pipe"] });
	const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
	const stop = async () => {
		child.kill("SIGKILL");
		await ended;
	};
	return new Promise((resolve, reject) => {
		let output = "";
		const limit = setTimeout(() => reject(new Error(`no start within 20 s: ${output}`)), 20_000);
		const read = (text: string) => {
			output += text;
			if (!/^CoreDNS-\d/m.test(output)) return;
			clearTimeout(limit);
			resolve(stop);
		};
		child.stdout.setEncoding("utf8").on("data", read);
		child.stderr.setEncoding("utf8").on("data", read);
		child.once("close", () => reject(new Error(`${output}\n${corefile}`)));
		child.stdin.end(corefile);
	});
}

/** Status and data of each answer, without TTLs and in one order; one text for each question. */
function ask(server: string, questions: readonly string[]): string[] {
	const batch = join(folder, "questions");
	writeFileSync(batch, `${questions.join("\n")}\n`);
	const argv = [`@${server}`, "+noall", "+comments", "+answer", "+tries=2", "+time=4", "-f", batch];
	const output = execFileSync("dig", argv, { encoding: "utf8", timeout: 120_000 });
	const replies = output.split(/^;; (?:Got answer:|communications error|connection timed out|no servers)/m);
	return replies.slice(1).map((reply) => {
		const status = /status: ([A-Z]+)/.exec(reply)?.[1] ?? "no answer";
		const records = reply.split("\n").filter((line) => /^[^;\s]/.test(line));
		const data = records.map((line) => line.split(/\s+/).toSpliced(1, 1).join(" ").toLowerCase());
		return [status, ...data.toSorted()].join(" | ");
	});
}

const stops = await Promise.all(background.map(start));
const answers: RoundAnswers[] = [];
for (const { server, questions, cache } of rounds) {
	const stop = cache === undefined ? undefined : await start(cache);
	answers.push(ask(server, questions));
	await stop?.();
}
await Promise.all(stops.map((stop) => stop()));
process.stdout.write(JSON.stringify(answers));
