// Runs in a network namespace of its own, where 127.0.0.1:53 is free: every scenario once with the real resolver
// library (a command that resolves its last argument and prints JSON addresses) and once with the probe's stub.
// Usage: node watch-stubs.ts RESOLV-CONF PROFILE COMMAND ARGS…; prints one JSON line per scenario.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { parseResolvConf } from "@localdns/core/dns";
import type { ProbePlan, Slot, StubProfile } from "@localdns/core/measure";
import { startResolution } from "../../src/resolution.ts";
import { parseServerAddress } from "../../src/server-address.ts";
import { ScriptedResponder } from "../servers/scripted-responder.ts";
import { type StubScenario, stubScenarios } from "./stub-scenarios.ts";

const [resolvConf = "", profile = "", command = "", ...args] = process.argv.slice(2);
const run = promisify(execFile);

export interface Watched {
	/** In order: which server was asked what from which socket, and at which multiple of 0.5 s. */
	packets: string[];
	addresses: string[];
	tookMs: number;
}

async function watch(scenario: StubScenario, resolve: () => Promise<string[]>): Promise<Watched> {
	const count = scenario.servers === "closed" ? 0 : scenario.servers === "two" ? 2 : 1;
	const responders = await Promise.all(
		Array.from({ length: count }, (_, i) => ScriptedResponder.open(`127.0.0.${i + 1}`, 53)),
	);
	const packets: { atMs: number; text: string; server: number; port: number }[] = [];
	for (const [server, responder] of responders.entries()) {
		responder.script = (question) => {
			packets.push({
				atMs: question.atMs,
				text: `${question.type} ${question.name}${question.edns ? " edns" : ""}`,
				server,
				port: question.port,
			});
			return scenario.script(question, server);
		};
	}
	const beganAtMs = performance.now();
	const addresses = await resolve();
	const endedAtMs = performance.now();
	for (const responder of responders) responder.close();
	const startMs = packets[0]?.atMs ?? beganAtMs;
	const sockets = [...new Set(packets.map((each) => `${each.server} ${each.port}`))];
	return {
		packets: packets.map(({ atMs, text, server, port }) => {
			const instant = Math.round((atMs - startMs) / 500) / 2;
			return `${instant} s server ${server} socket ${sockets.indexOf(`${server} ${port}`)} ${text}`;
		}),
		addresses: [...new Set(addresses)].sort(),
		tookMs: endedAtMs - startMs,
	};
}

async function ofLibrary(name: string): Promise<string[]> {
	const { stdout } = await run(command, [...args, name], { timeout: 60_000 });
	return JSON.parse(stdout) as string[];
}

async function ofProbe(name: string, text: string): Promise<string[]> {
	const conf = parseResolvConf(text);
	const plan = { node: "here", stubProfile: profile as StubProfile, deadlineMs: 60_000 } as ProbePlan;
	const slot: Slot = {
		atMs: 0,
		arm: "here",
		workload: "hot",
		tuple: 0,
		name: { name, form: "svc", expect: "address" },
	};
	const settings = { ...conf, servers: conf.nameservers.map(parseServerAddress) };
	const { sample } = startResolution(plan, slot, performance.now(), settings, () => {});
	return (await sample).addresses;
}

for (const scenario of stubScenarios) {
	const servers = scenario.servers === "two" ? ["127.0.0.1", "127.0.0.2"] : ["127.0.0.1"];
	const text = `search shop.svc.cluster.local svc.cluster.local cluster.local\noptions ${scenario.options}\n${servers.map((each) => `nameserver ${each}\n`).join("")}`;
	writeFileSync(resolvConf, text);
	const library = await watch(scenario, () => ofLibrary(scenario.name));
	const probe = await watch(scenario, () => ofProbe(scenario.name, text));
	process.stdout.write(`${JSON.stringify({ title: scenario.title, library, probe })}\n`);
}
