// Inside a network of its own: a cluster DNS, the processes of one node's cache, and questions to each of its addresses.
import { type ChildProcess, spawn } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { CacheReport, CacheTask } from "./rendered-cache.ts";

const task = JSON.parse(await text(process.stdin)) as CacheTask;
const folder = mkdtempSync(join(tmpdir(), "localdns-rendered-"));
const running: ChildProcess[] = [];

/** Starts a server and waits until it says that it serves, or has ended. */
async function start(corefile: string): Promise<ChildProcess> {
	const path = join(folder, String(running.length));
	writeFileSync(path, corefile);
	const child = spawn(task.binary, ["-conf", path], { env: { NODE_IP: "192.0.2.7" } });
	running.push(child);
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (more: string) => {
			output += more;
		});
	}
	for (let wait = 0; wait < 200 && !/^CoreDNS-\d/m.test(output); wait += 1) {
		if (child.exitCode !== null) throw new Error(`a server ended: ${output.trim().split("\n").at(-1)}`);
		await sleep(50);
	}
	return child;
}

const hostOf = (address: string): string => (address.includes(":") ? `[${address}]` : address);

async function ask(address: string): Promise<string> {
	const resolver = new Resolver({ timeout: 1000, tries: 1 });
	resolver.setServers([`${hostOf(address)}:53`]);
	return (
		await resolver.resolve4("web.shop.svc.cluster.local").catch((error: Error) => [error.message])
	).join();
}

const connects = (host: string): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect(53, host, () => {
			socket.destroy();
			resolve(true);
		});
		socket.once("error", () => resolve(false));
	});

async function status(url: string): Promise<number | string> {
	try {
		const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
		await answer.text();
		return answer.status;
	} catch (error) {
		return (error as Error).message;
	}
}

const askAll = async (): Promise<string[]> => {
	const answers: string[] = [];
	for (const address of task.addresses) answers.push(await ask(address));
	return answers;
};

try {
	await start(task.clusterDns);
	const old = [];
	for (const corefile of task.corefiles) old.push(await start(corefile));
	const answers = await askAll();
	const tcp = [];
	for (const address of task.addresses) tcp.push(await connects(address));
	const http = [];
	for (const url of task.urls) http.push(await status(url));
	// A surge: the new processes serve beside the old ones before those end.
	for (const corefile of task.corefiles) await start(corefile);
	const during = await askAll();
	for (const child of old) child.kill("SIGTERM");
	await Promise.all(old.map((child) => new Promise((resolve) => child.once("close", resolve))));
	const after = await askAll();
	const report: CacheReport = { answers, tcp, http, during, after };
	process.stdout.write(JSON.stringify(report));
} catch (error) {
	process.stdout.write(JSON.stringify({ failure: (error as Error).message }));
} finally {
	for (const child of running) child.kill("SIGKILL");
	rmSync(folder, { recursive: true, force: true });
}
