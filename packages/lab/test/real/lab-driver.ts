import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { checkHost, type LabOptions, parseLinkSpec } from "../../src/index.ts";
import { processIdentity } from "../../src/standing/process-identity.ts";
import type { Order } from "./lab-entry.ts";

const entry = fileURLToPath(new URL("./lab-entry.ts", import.meta.url));

/** A small cache that every supported CoreDNS reads. */
export const smallCorefile = `.:53 {
    bind 169.254.20.10
    errors
    cache 30
    forward cluster.local. 10.43.0.10 {
        force_tcp
    }
    forward . 119.29.29.29
}
`;

export const twoArms: LabOptions["arms"] = [
	{ arm: "direct", engine: "none" },
	{ arm: "cached", engine: "coredns-1.13.2", corefile: smallCorefile },
];

/** A lab that loses nothing, for tests of everything but the link. */
export const cleanLab: LabOptions = {
	arms: twoArms,
	link: parseLinkSpec("clean"),
	linkText: "clean",
	blackouts: [],
	seed: 7,
	durationMs: 60_000,
};

/** Fails with the reason where this machine can have no lab: a test that did not run has not passed. */
export async function requireLabHost(): Promise<void> {
	const missing = await checkHost();
	if (missing.length > 0) throw new Error(`no lab here: ${missing.map(({ text }) => text).join("; ")}`);
}

export function startEntry(
	mode: "run" | "up",
	options: LabOptions,
	env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
	return spawn(process.execPath, [entry, mode, JSON.stringify(options)], {
		stdio: ["pipe", "pipe", "pipe"],
		env,
	});
}

interface Ending {
	code: number | null;
	signal: NodeJS.Signals | null;
	stderr: string;
}

/** A lab in a process of its own, which the test talks to. */
export interface DrivenLab {
	/** Process number of the outer process. */
	readonly pid: number;
	readonly ended: Promise<Ending>;
	order<T>(order: Order): Promise<T>;
	/** Runs a command in a place and gives what it printed. */
	run(place: string, ...argv: string[]): Promise<string>;
	signal(signal: NodeJS.Signals): void;
	close(): Promise<Ending>;
}

export async function openDrivenLab(options: LabOptions): Promise<DrivenLab> {
	const child = startEntry("run", options);
	const { stdin, stdout, stderr } = child;
	if (stdin === null || stdout === null || stderr === null) throw new Error("the entry needs pipes");
	let complaints = "";
	stderr.setEncoding("utf8").on("data", (text: string) => {
		complaints += text;
	});
	const ended = new Promise<Ending>((resolve) => {
		child.on("close", (code, signal) => resolve({ code, signal, stderr: complaints }));
	});
	const waiting: ((line: string) => void)[] = [];
	createInterface({ input: stdout }).on("line", (line) => waiting.shift()?.(line));
	const reply = () => new Promise<string>((resolve) => waiting.push(resolve));
	const dead = ended.then((ending) => {
		throw new Error(`the lab ended: ${JSON.stringify(ending)}`);
	});
	dead.catch(() => {});
	await Promise.race([reply(), dead]);
	const order = async <T>(each: Order): Promise<T> => {
		const answered = reply();
		stdin.write(`${JSON.stringify(each)}\n`);
		return JSON.parse(await Promise.race([answered, dead])) as T;
	};
	return {
		pid: child.pid as number,
		ended,
		order,
		run: async (place, ...argv) => (await order<{ stdout: string }>({ do: "run", place, argv })).stdout,
		signal: (signal) => child.kill(signal),
		close: () => {
			stdin.end();
			return ended;
		},
	};
}

/** Every process below `pid` on this machine. */
export function descendantsOf(pid: number): number[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		const stat = readOrNothing(() => readFileSync(`/proc/${name}/stat`, "utf8"));
		if (stat !== undefined)
			parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
	}
	const found = new Set([pid]);
	for (let before = 0; before !== found.size; ) {
		before = found.size;
		for (const [child, parent] of parents) if (found.has(parent)) found.add(child);
	}
	found.delete(pid);
	return [...found];
}

/** What a lab could leave behind outside of itself besides processes: interfaces, named namespaces, mounts. */
export function hostTraces(): Record<string, string[]> {
	return {
		interfaces: readdirSync("/sys/class/net").sort(),
		named: readOrNothing(() => readdirSync("/run/netns").sort()) ?? [],
		mounts: readFileSync("/proc/self/mountinfo", "utf8")
			.split("\n")
			.filter((line) => line.includes("localdns")),
	};
}

/** Network namespaces that these processes are in, without the machine's own. */
export function namespacesOf(processes: readonly number[]): string[] {
	const own = readlinkSync("/proc/self/ns/net");
	const found = processes.map((pid) => readOrNothing(() => readlinkSync(`/proc/${pid}/ns/net`)));
	return [...new Set(found)].filter((each) => each !== undefined && each !== own) as string[];
}

/** Every process that runs on this machine. */
export function runningProcesses(): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter(isRunning);
}

/** Processes end while they are being looked at. */
function readOrNothing<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

/** What has ended but was not collected by its parent yet is not running. */
export const isRunning = (pid: number): boolean => processIdentity(pid) !== undefined;

/** Waits until a condition holds. @returns how long it took, ms; undefined when it never did within `forMs` */
export async function waitUntil(condition: () => boolean, forMs: number): Promise<number | undefined> {
	const began = performance.now();
	while (!condition()) {
		if (performance.now() - began > forMs) return undefined;
		await sleep(10);
	}
	return performance.now() - began;
}
