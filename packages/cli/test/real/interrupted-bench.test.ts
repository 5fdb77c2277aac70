import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { BenchReport } from "@localdns/core/report";
import { describe, expect, it } from "vitest";
import { descendants, run, start, survivors } from "./localdns-process.ts";

const bench = ["bench", "--lab", "--link", "lossy", "--seed", "3", "-o", "json"];

/** Interfaces, named namespaces and mounts of this machine. */
const traces = () => ({
	interfaces: readdirSync("/sys/class/net").sort(),
	namespaces: readdirSync("/run").includes("netns") ? readdirSync("/run/netns") : [],
	mounts: readFileSync("/proc/self/mounts", "utf8"),
});

async function gone(of: ReturnType<typeof descendants>): Promise<void> {
	for (let tries = 0; tries < 50 && survivors(of).length > 0; tries += 1) await sleep(100);
	expect(survivors(of)).toEqual([]);
}

describe("a bench that does not end by itself", () => {
	it("gives the verdict of what was measured on Ctrl-C, and cleans up", { timeout: 90_000 }, async () => {
		const before = traces();
		const running = start([...bench, "--duration", "10m", "--rate", "10"]);
		await running.says("measuring");
		await sleep(22_000);
		const parts = descendants(running.child.pid ?? 0);
		expect(parts.filter((each) => each.command.includes("coredns")).length).toBeGreaterThan(1);
		running.child.kill("SIGINT");
		const { code, stdout } = await running.ended;
		expect(code).toBe(130);
		const report = JSON.parse(stdout) as BenchReport;
		expect(report.interrupted).toBe(true);
		expect(report.run.durationMs).toBeGreaterThan(10_000);
		expect(report.run.durationMs).toBeLessThan(30_000);
		// Unless the machine kept the probe from asking in time.
		expect(report.verdict === null, report.headline).toBe(!report.validity.valid);
		await gone(parts);
		expect(traces()).toEqual(before);
	});

	it.each([
		["while the lab is built", "building the lab", 0],
		["as its warm-up begins", "warming up", 0],
		["while the link is proved", "warming up", 3_000],
	])(
		"says that there is nothing to judge when it is interrupted %s",
		{ timeout: 60_000 },
		async (_, phase, waitMs) => {
			const running = start([...bench, "--duration", "10m"]);
			await running.says(phase);
			await sleep(waitMs);
			running.child.kill("SIGTERM");
			const { code, stdout, stderr } = await running.ended;
			expect(code).toBe(130);
			expect(stdout).toBe("");
			expect(stderr).toContain("nothing to judge");
		},
	);

	it("leaves nothing behind after kill -9, and the next run works", { timeout: 90_000 }, async () => {
		const before = traces();
		const running = start([...bench, "--duration", "10m"]);
		await running.says("measuring");
		const parts = descendants(running.child.pid ?? 0);
		expect(parts.length).toBeGreaterThan(5);
		running.child.kill("SIGKILL");
		await running.ended;
		await gone(parts);
		expect(traces()).toEqual(before);

		const { code, stdout } = await run([...bench, "--duration", "8s", "--rate", "10"]);
		// Whether the machine was quiet enough for a verdict is not the question here: a report is.
		expect([0, 3]).toContain(code);
		expect((JSON.parse(stdout) as BenchReport).workloads.length).toBeGreaterThan(2);
	});

	it("names a CoreDNS that dies, ends with 3 and tears everything down", { timeout: 60_000 }, async () => {
		const running = start([...bench, "--duration", "10m"]);
		await running.says("measuring");
		const parts = descendants(running.child.pid ?? 0);
		const victim = parts.find((each) => each.command.includes("coredns"));
		process.kill(victim?.pid ?? Number.NaN, "SIGKILL");
		const { code, stdout, stderr } = await running.ended;
		expect(stderr).toContain("error LDNS204");
		expect(stderr).toMatch(/CoreDNS|DNS/);
		expect(code).toBe(3);
		expect(stdout).toBe("");
		await gone(parts);
	});
});
