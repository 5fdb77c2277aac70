import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { parseLinkSpec } from "../../src/index.ts";
import {
	descendantsOf,
	hostTraces,
	isRunning,
	namespacesOf,
	openDrivenLab,
	cleanLab as options,
	requireLabHost,
	runningProcesses,
	smallCorefile,
	startEntry,
	waitUntil,
} from "./lab-driver.ts";

beforeAll(requireLabHost);

interface Traces {
	processes: number[];
	namespaces: string[];
	host: ReturnType<typeof hostTraces>;
}

function tracesOf(pid: number, host: Traces["host"]): Traces {
	const processes = descendantsOf(pid);
	const traces = { processes, namespaces: namespacesOf(processes), host };
	expect(traces.processes.length).toBeGreaterThan(5);
	// The sandbox's own, near, and the cached node.
	expect(traces.namespaces).toHaveLength(3);
	return traces;
}

async function expectNoneOf({ processes, namespaces, host }: Traces): Promise<void> {
	expect(await waitUntil(() => !processes.some(isRunning), 1000)).toBeDefined();
	const left = namespacesOf(runningProcesses());
	expect(namespaces.filter((each) => left.includes(each))).toEqual([]);
	expect(hostTraces()).toEqual(host);
}

describe("a lab leaves nothing behind", () => {
	it("when it is closed", async () => {
		const before = hostTraces();
		const lab = await openDrivenLab(options);
		const traces = tracesOf(lab.pid, before);
		expect((await lab.close()).code).toBe(0);
		await expectNoneOf(traces);
	});

	it("when the outer process is killed with SIGKILL in mid-run, within a second; and the next lab works", async () => {
		const before = hostTraces();
		const lab = await openDrivenLab(options);
		const traces = tracesOf(lab.pid, before);
		await lab.order({ do: "start", inMs: 0 });
		lab.signal("SIGKILL");
		expect((await lab.ended).signal).toBe("SIGKILL");
		await expectNoneOf(traces);
		const next = await openDrivenLab(options);
		expect(await next.run("pod/direct", "dig", "+short", "+search", "cart")).toBe("10.43.61.7\n");
		await next.close();
	});

	it("when it does not end by itself and is asked a second time", async () => {
		const before = hostTraces();
		const lab = await openDrivenLab(options);
		const traces = tracesOf(lab.pid, before);
		const inner = traces.processes.find((pid) =>
			readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(process.execPath),
		);
		process.kill(inner as number, "SIGSTOP");
		lab.signal("SIGINT");
		await sleep(1_500);
		expect(traces.processes.some(isRunning)).toBe(true);
		lab.signal("SIGINT");
		expect((await lab.ended).code).toBe(130);
		await expectNoneOf(traces);
	});

	it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
		"when the outer process gets %s, which the inner one hears of",
		async (signal) => {
			const before = hostTraces();
			const lab = await openDrivenLab(options);
			const traces = tracesOf(lab.pid, before);
			lab.signal(signal);
			const ending = await lab.ended;
			expect(ending).toMatchObject({ code: 130, stderr: `got ${signal}\n` });
			await expectNoneOf(traces);
		},
	);

	it("when its tunnel does not come up", async () => {
		const before = hostTraces();
		const folder = mkdtempSync(join(tmpdir(), "localdns-socat-"));
		writeFileSync(join(folder, "socat"), "#!/bin/sh\necho no device >&2\nexit 1\n", { mode: 0o755 });
		const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
		const { code, stderr } = await endingOf(startEntry("run", options, env));
		rmSync(folder, { recursive: true });
		expect(code).toBe(3);
		expect(stderr).toMatch(/LDNS203 the tunnel's (near|far) end ended while it started \(exit code 1\)/);
		expect(stderr).toContain("no device");
		expect(
			await waitUntil(() => JSON.stringify(hostTraces()) === JSON.stringify(before), 1000),
		).toBeDefined();
	});

	it("when a part of it does not come up", async () => {
		const before = hostTraces();
		const child = startEntry("run", {
			...options,
			arms: [{ arm: "broken", engine: "coredns-1.13.2", corefile: ".:53 {\n    no-such-plugin\n}\n" }],
		});
		const { code, stderr } = await endingOf(child);
		expect(code).toBe(3);
		expect(stderr).toContain("LDNS203 the cache of arm broken ended while it started (exit code 1)");
		expect(stderr).toContain("no-such-plugin");
		expect(
			await waitUntil(() => JSON.stringify(hostTraces()) === JSON.stringify(before), 1000),
		).toBeDefined();
	});
});

/** What `ps -eo pid,args` prints, without procps. */
const listProcesses =
	'for each in /proc/[0-9]*; do echo "$(basename $each) $(tr "\\0" " " <$each/cmdline 2>/dev/null)"; done';

describe("a part that dies", () => {
	it.each([
		["the cluster DNS", /coredns .*Corefile\.cluster/],
		["the public resolver", /coredns .*Corefile\.external/],
		["the cache of arm cached", /coredns .*Corefile\.1/],
		["the link's relay", /relay\.ts/],
		["the tunnel's far end", /tunnel-far/],
	])("is named and ends the lab with 3: %s", async (name, pattern) => {
		const lab = await openDrivenLab(options);
		const victims = (await lab.run("near", "sh", "-c", listProcesses))
			.split("\n")
			.filter((line) => pattern.test(line) && !line.includes("sh -c"));
		expect(victims).toHaveLength(1);
		// The lab may be gone before it can answer.
		await lab.run("near", "sh", "-c", `kill -9 ${Number.parseInt(victims[0] as string, 10)}`).catch(() => {});
		const ending = await lab.ended;
		expect(ending.code).toBe(3);
		expect(ending.stderr).toContain(`LDNS204 ${name} died during the run (signal SIGKILL)`);
	});
});

it("two labs stand side by side, each with its own names and links", async () => {
	const [one, two] = await Promise.all([
		openDrivenLab({
			...options,
			link: parseLinkSpec("rtt=10ms"),
			arms: [{ arm: "one", engine: "coredns-1.13.2", corefile: smallCorefile }],
		}),
		openDrivenLab({ ...options, link: parseLinkSpec("rtt=60ms"), seed: 8 }),
	]);
	expect(await one.run("pod/one", "dig", "+short", "+search", "cart")).toBe("10.43.61.7\n");
	expect(await two.run("pod/cached", "dig", "+short", "+search", "cart")).toBe("10.43.61.7\n");
	const [fast, slow] = await Promise.all(
		[one, two].map((lab) => lab.order<{ rttMs: { p50: number } }>({ do: "prove", forMs: 1000 })),
	);
	expect(fast?.rttMs.p50).toBeLessThan(14);
	expect(slow?.rttMs.p50).toBeGreaterThan(59);
	await one.close();
	expect(await two.run("pod/direct", "dig", "+short", "+search", "web")).toBe("10.43.18.20\n");
	await two.close();
});

function endingOf(child: ReturnType<typeof startEntry>): Promise<{ code: number | null; stderr: string }> {
	let stderr = "";
	child.stderr?.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}
