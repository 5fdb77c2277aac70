import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { downLabs } from "../../src/standing/down.ts";
import { type LabRecord, listLabs, saveRecord } from "../../src/standing/lab-record.ts";
import { processIdentity } from "../../src/standing/process-identity.ts";

const before = process.env.XDG_RUNTIME_DIR;
let base: string;
beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), "localdns-records-"));
	process.env.XDG_RUNTIME_DIR = base;
});
afterEach(() => {
	if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
	else process.env.XDG_RUNTIME_DIR = before;
	rmSync(base, { recursive: true });
});

const record = (id: string, pid: number, identity: string): LabRecord => ({
	id,
	pid,
	identity,
	startedAt: `2026-01-01T00:00:00.00${id}Z`,
	places: [],
	control: "/room/relay.sock",
});

it("lists the labs that are up, oldest first", () => {
	const identity = processIdentity(process.pid) as string;
	saveRecord(record("2", process.pid, identity));
	saveRecord(record("1", process.pid, identity));
	expect(listLabs().map(({ id }) => id)).toEqual(["1", "2"]);
});

it("leaves alone a process that got the number of a lab that is gone, and forgets the lab", async () => {
	const bystander = spawn("sleep", ["30"]);
	saveRecord(record("1", bystander.pid as number, "another boot:42"));
	expect(await downLabs(undefined)).toEqual([]);
	expect(processIdentity(bystander.pid as number)).toBeDefined();
	expect(readdirSync(join(base, "localdns", "labs"))).toEqual([]);
	bystander.kill();
});

it("ends the process that the lab hangs on", async () => {
	const lab = spawn("sleep", ["30"]);
	const ended = new Promise((resolve) => lab.on("exit", (_, signal) => resolve(signal)));
	saveRecord(record("1", lab.pid as number, processIdentity(lab.pid as number) as string));
	expect((await downLabs("1")).map(({ id }) => id)).toEqual(["1"]);
	expect(await ended).toBe("SIGKILL");
});

it("tells two processes apart, and one that is gone from both", () => {
	expect(processIdentity(process.pid)).toMatch(/^[0-9a-f-]{36}:\d+$/);
	expect(processIdentity(process.pid)).not.toBe(processIdentity(process.ppid));
	expect(processIdentity(2 ** 30)).toBeUndefined();
});
