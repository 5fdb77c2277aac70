import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesBelow } from "../use-cases/k3s-directories.ts";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "localdns-interrupted-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Every system call by which the command may change something, or make a change last. */
const changingCalls = [
	"chmod",
	"copy_file_range",
	"fchmod",
	"fchown",
	"fdatasync",
	"fsync",
	"ftruncate",
	"link",
	"linkat",
	"mkdir",
	"mkdirat",
	"openat",
	"pwrite64",
	"rename",
	"renameat",
	"renameat2",
	"rmdir",
	"unlink",
	"unlinkat",
	"utimensat",
	"write",
	"writev",
];

interface Ended {
	code: number | null;
	signal: NodeJS.Signals | null;
	stderr: string;
}

function localdns(argv: readonly string[], below: readonly string[] = []): Promise<Ended> {
	const [program = "", ...args] = [...below, process.execPath, cli, "node-config", ...argv];
	const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], timeout: 20_000 });
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code, signal) => resolve({ code, signal, stderr }));
	});
}

/** As many at a time as there are cores: each spends its time in processes of its own. */
async function sideBySide<T>(all: readonly T[], each: (one: T) => Promise<void>): Promise<void> {
	const waiting = [...all];
	const worker = async (): Promise<void> => {
		for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await each(one);
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** A call of the command on something below a folder: the n-th of its name among those. */
interface Step {
	readonly call: string;
	readonly nth: number;
}

interface Watched {
	readonly steps: readonly Step[];
	/** What the steps are about, relative to the folder. */
	readonly paths: readonly string[];
}

/** The steps that a command takes below a folder, from a run that is only watched. */
async function watch(argv: readonly string[], folder: string): Promise<Watched> {
	const log = join(work, "watched.log");
	const watched = await localdns(argv, ["strace", "-y", "-o", log, "-e", `trace=${changingCalls.join(",")}`]);
	expect(watched).toMatchObject({ code: 0, stderr: "" });
	const lines = readFileSync(log, "utf8")
		.split("\n")
		.filter((line) => line.includes(`${folder}/`));
	const paths = new Set(
		lines.flatMap((line) => [...line.matchAll(/["<](\/[^">]+)[">]/g)].map(([, path = ""]) => path)),
	);
	const counts = new Map<string, number>();
	const steps = lines.flatMap((line) => {
		const call = /^([a-z0-9_]+)\(/.exec(line)?.[1] ?? "";
		const nth = (counts.get(call) ?? 0) + 1;
		counts.set(call, nth);
		// Opening to read changes nothing.
		return call === "openat" && !line.includes("O_CREAT") ? [] : [{ call, nth }];
	});
	const below = [...paths].filter((path) => path.startsWith(`${folder}/`));
	return { steps, paths: below.map((path) => path.slice(folder.length)) };
}

/** Runs a command in which one step goes wrong: `fault` is strace's word for how. */
function withFault(
	argv: readonly string[],
	folder: string,
	{ paths }: Watched,
	{ call, nth }: Step,
	fault: string,
): Promise<Ended> {
	const only = paths.flatMap((path) => ["-P", `${folder}${path}`]);
	return localdns(argv, ["strace", "-o", "/dev/null", ...only, "-e", `inject=${call}:${fault}:when=${nth}`]);
}

/** Everything but what localdns keeps for itself. */
function usersFiles(folder: string): Record<string, string> {
	return Object.fromEntries(
		Object.entries(contentOf(folder)).filter(([path]) => !path.includes("/.localdns/")),
	);
}

/** Every file, half-written ones too. */
function contentOf(folder: string): Record<string, string> {
	return Object.fromEntries(
		filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), "latin1")]),
	);
}

/** What K3s would read if it started now. */
function readByK3s(folder: string): Record<string, string> {
	return Object.fromEntries(
		Object.entries(contentOf(folder)).filter(([path]) =>
			/k3s\/config\.yaml(\.d\/[^/]*\.ya?ml)?$/i.test(path),
		),
	);
}

function copy(from: string): string {
	const to = mkdtempSync(join(work, "node-"));
	cpSync(from, to, { recursive: true, preserveTimestamps: true });
	return to;
}

const unit = "[Service]\nExecStart=/usr/local/bin/k3s agent\n";
const config = "token: not-a-real-token\nkubelet-arg:\n  - cluster-dns=169.254.20.10\n  - max-pods=200\n";
const plain = "token: not-a-real-token\nkubelet-arg: [max-pods=200]\n";

function node(text: string | undefined): string {
	const folder = mkdtempSync(join(work, "node-"));
	const write = (path: string, content: string) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	};
	write("etc/systemd/system/k3s-agent.service", unit);
	if (text !== undefined) write("etc/rancher/k3s/config.yaml", text);
	return folder;
}

interface Scenario {
	readonly about: string;
	/** The node before anything. */
	readonly text: string | undefined;
	/** Run to the end before the command that is interrupted. */
	readonly prepared?: readonly string[];
	readonly command: readonly string[];
}

const scenarios: Scenario[] = [
	{ about: "apply, a file of its own", text: plain, command: ["apply"] },
	{ about: "apply on a node without configuration", text: undefined, command: ["apply"] },
	{ about: "apply in place", text: plain, command: ["apply", "--in-place"] },
	{ about: "apply that takes over another entry", text: config, command: ["apply", "--adopt"] },
	{
		about: "apply of another address",
		text: plain,
		prepared: ["apply", "--in-place"],
		command: ["apply", "--address", "169.254.20.11"],
	},
	{ about: "revert of a file of its own", text: plain, prepared: ["apply"], command: ["revert"] },
	{ about: "revert of a take-over", text: config, prepared: ["apply", "--adopt"], command: ["revert"] },
];

const on = (command: readonly string[], folder: string) => [...command, "--root", folder, "--yes"];

describe.each(scenarios)("$about", ({ text, prepared, command }) => {
	const original = node(text);
	const start = copy(original);
	const allowed = [readByK3s(original)];
	let goal: string;
	let watched: Watched;
	beforeAll(async () => {
		if (prepared !== undefined) await localdns(on(prepared, start));
		goal = copy(start);
		watched = await watch(on(command, goal), goal);
		allowed.push(readByK3s(start), readByK3s(goal));
	});

	/** Every file that K3s would read is one of those that were there before, between or after, whole. */
	function expectWholeFiles(folder: string): void {
		for (const [path, content] of Object.entries(readByK3s(folder)))
			expect(
				allowed.map((state) => state[path]),
				path,
			).toContain(content);
		if (text !== undefined) expect(readByK3s(folder)).toHaveProperty(["etc/rancher/k3s/config.yaml"]);
	}

	it("takes steps that can be interrupted", () => {
		const { steps } = watched;
		expect(steps.length).toBeGreaterThan(5);
		expect(new Set(steps.map(({ call }) => call)).size).toBeGreaterThan(2);
	});

	it("leaves whole files when it is killed at any step, and ends well afterwards either way", {
		timeout: 240_000,
	}, async () => {
		await sideBySide(watched.steps, async ({ call, nth }) => {
			const folder = copy(start);
			const killed = await withFault(on(command, folder), folder, watched, { call, nth }, "signal=KILL");
			expect(killed.signal, `${call} ${nth}`).toBe("SIGKILL");
			expectWholeFiles(folder);

			const onward = copy(folder);
			expect(await localdns(on(command, onward)), `${call} ${nth}, again`).toMatchObject({
				code: 0,
				stderr: "",
			});
			expect(usersFiles(onward), `${call} ${nth}, again`).toEqual(usersFiles(goal));

			expect(await localdns(on(["revert"], folder)), `${call} ${nth}, revert`).toMatchObject({
				code: 0,
				stderr: "",
			});
			expect(contentOf(folder), `${call} ${nth}, revert`).toEqual(contentOf(original));
			for (const each of [folder, onward]) rmSync(each, { recursive: true });
		});
	});

	it("says what failed when the disk is full at any step, and loses nothing", {
		timeout: 240_000,
	}, async () => {
		await sideBySide(watched.steps, async ({ call, nth }) => {
			const folder = copy(start);
			const failed = await withFault(on(command, folder), folder, watched, { call, nth }, "error=ENOSPC");
			expect(failed.stderr, `${call} ${nth}`).toMatch(/^error LDNS51[23]: .*\ncause: ENOSPC/);
			expect([4, 5]).toContain(failed.code);
			expectWholeFiles(folder);
			if (failed.code === 4) expect(contentOf(folder), `${call} ${nth}`).toEqual(contentOf(start));

			expect(await localdns(on(["revert"], folder)), `${call} ${nth}, revert`).toMatchObject({
				code: 0,
				stderr: "",
			});
			expect(contentOf(folder), `${call} ${nth}, revert`).toEqual(contentOf(original));
			rmSync(folder, { recursive: true });
		});
	});
});
