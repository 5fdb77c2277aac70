import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LabRecord } from "../../src/index.ts";
import {
	hostTraces,
	isRunning,
	cleanLab as options,
	requireLabHost,
	startEntry,
	waitUntil,
} from "./lab-driver.ts";

beforeAll(requireLabHost);

// Labs of the user who runs the tests are none of the tests' business.
const runtime = mkdtempSync(join(tmpdir(), "localdns-standing-"));
const env = { ...process.env, XDG_RUNTIME_DIR: runtime };
afterAll(() => rmSync(runtime, { recursive: true }));

const control = fileURLToPath(new URL("./standing-entry.ts", import.meta.url));

function outputOf(
	child: ReturnType<typeof spawn>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
	const said = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const) {
		child[name]?.setEncoding("utf8").on("data", (text: string) => {
			said[name] += text;
		});
	}
	return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...said })));
}

const up = async () => {
	const { code, stdout, stderr } = await outputOf(startEntry("up", options, env));
	expect(stderr).toBe("");
	expect(code).toBe(0);
	return JSON.parse(stdout) as LabRecord;
};
const ask = (...argv: string[]) =>
	outputOf(spawn(process.execPath, [control, ...argv], { env, stdio: ["ignore", "pipe", "pipe"] }));
const labFiles = () => readdirSync(join(runtime, "localdns", "labs"));

it("stands after the command that started it, takes commands at its places, and goes without a trace", async () => {
	const before = hostTraces();
	const record = await up();
	expect(isRunning(record.pid)).toBe(true);
	expect(record.places.map(({ name }) => name)).toEqual([
		"near",
		"far",
		"node/direct",
		"pod/direct",
		"node/cached",
		"pod/cached",
	]);
	expect(await ask("exec", record.id, "pod/cached", "dig", "+short", "+search", "cart")).toEqual({
		code: 0,
		stdout: "10.43.61.7\n",
		stderr: "",
	});
	expect((await ask("exec", "", "pod/direct", "sh", "-c", "exit 9")).code).toBe(9);
	expect((await ask("exec", "", "pod/direct", "sh", "-c", "kill -TERM $$")).code).toBe(143);
	const nowhere = await ask("exec", "", "pod/nobody", "true");
	expect(nowhere.code).toBe(2);
	expect(nowhere.stderr).toContain(
		`LDNS205 lab ${record.id} has no place "pod/nobody"; there is near, far, node/direct`,
	);
	expect((await ask("down", "")).stdout).toBe(`${record.id}\n`);
	expect(await waitUntil(() => !isRunning(record.pid), 1000)).toBeDefined();
	expect(labFiles()).toEqual([]);
	expect(await waitUntil(() => JSON.stringify(hostTraces()) === JSON.stringify(before), 1000)).toBeDefined();
	expect((await ask("exec", "", "near", "true")).stderr).toContain("LDNS205 no lab is up");
});

it("takes another link while it stands, but none that its own tunnel would not outlive", async () => {
	const { id } = await up();
	const roundTripMs = async () => {
		const dig = ["dig", "+tries=5", "+time=1", "cart.default.svc.cluster.local."];
		const { stdout } = await ask("exec", id, "pod/direct", ...dig);
		return Number(/Query time: (\d+) msec/.exec(stdout)?.[1]);
	};
	expect(await roundTripMs()).toBeLessThan(300);
	expect(await ask("link", "", "rtt=400ms")).toEqual({ code: 0, stdout: "", stderr: "" });
	expect(await roundTripMs()).toBeGreaterThanOrEqual(400);
	expect((await ask("link", "", "udp-limit=0")).stderr).toContain("LDNS101 --link: read udp-limit=0");
	await ask("down", "");
});

it("asks which one is meant where several stand, and ends all of them", async () => {
	const records = [await up(), await up()];
	const which = await ask("exec", "", "near", "true");
	expect(which.stderr).toContain("LDNS205 several labs are up");
	for (const { id } of records) expect((await ask("exec", id, "near", "true")).code).toBe(0);
	expect((await ask("down", records[0]?.id ?? "")).stdout).toBe(`${records[0]?.id}\n`);
	expect((await ask("list")).stdout).toBe(`${records[1]?.id}\n`);
	await ask("down", "");
	expect(records.some(({ pid }) => isRunning(pid))).toBe(false);
});

it("forgets a lab that was killed", async () => {
	const record = await up();
	process.kill(record.pid, "SIGKILL");
	expect(await waitUntil(() => !isRunning(record.pid), 1000)).toBeDefined();
	expect((await ask("list")).stdout).toBe("");
	expect(labFiles()).toEqual([]);
});
