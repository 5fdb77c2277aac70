import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ProbeHello, ProbePlan, ProbeSummary, Sample } from "@localdns/core/measure";
import { schedule } from "@localdns/core/measure";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProbeBundle } from "../scripts/build-bundle.ts";
import { type RunningCoreDns, startCoreDns } from "./servers/coredns.ts";
import { readChunks } from "./servers/read-chunks.ts";
import { ScriptedResponder } from "./servers/scripted-responder.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-probe-"));
const probe = join(folder, "probe.mjs");
const resolvConf = join(folder, "resolv.conf");
let bundleBytes = 0;
let dns: RunningCoreDns;
beforeAll(async () => {
	bundleBytes = await buildProbeBundle(probe);
	dns = await startCoreDns();
	writeFileSync(
		resolvConf,
		"search shop.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n",
	);
});
afterAll(async () => {
	await dns.close();
	rmSync(folder, { recursive: true });
});

const planFor = (change: Partial<ProbePlan> = {}): ProbePlan => ({
	kind: "ProbePlan",
	node: "far",
	seed: 7,
	startAtMs: Date.now() + 300,
	warmupMs: 300,
	durationMs: 1000,
	gapMs: 50,
	deadlineMs: 5000,
	stubProfile: "glibc",
	allArms: ["direct", "resilient"],
	arms: [
		{ arm: "direct", nameservers: [dns.address] },
		{ arm: "resilient", nameservers: [dns.address] },
	],
	workloads: [
		{ workload: "hot", rate: 8, names: { "*": [{ name: "web", form: "svc", expect: "address" }] } },
		{
			workload: "cold",
			rate: 4,
			names: { "*": [{ name: "x-{arm}-{n}.cluster.local.", form: "absolute", expect: "nxdomain" }] },
		},
	],
	...change,
});

function start(argv: string[]): ChildProcess {
	return spawn(process.execPath, [probe, ...argv], { stdio: ["pipe", "pipe", "pipe"] });
}

async function finish(child: ChildProcess) {
	const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
	const [out, complaints] = await Promise.all([text(child.stdout as never), text(child.stderr as never)]);
	const records =
		out === ""
			? []
			: out
					.trim()
					.split("\n")
					.map((line) => JSON.parse(line) as { kind: string });
	return {
		code: await exited,
		complaints,
		hello: records[0] as ProbeHello,
		samples: records.slice(1, -1) as Sample[],
		summary: records.at(-1) as ProbeSummary,
	};
}

const withPlan = (plan: ProbePlan): ChildProcess => {
	const child = start(["--resolv-conf", resolvConf]);
	child.stdin?.write(`${JSON.stringify(plan)}\n`);
	return child;
};

describe("the bundle", () => {
	it("is one file of at most 100 kB", () => {
		expect(bundleBytes).toBeGreaterThan(10_000);
		expect(bundleBytes).toBeLessThan(100_000);
	});
});

describe("a probe process", () => {
	it("says hello, writes every slot of the schedule, and sums up", async () => {
		const plan = planFor();
		const { code, complaints, hello, samples, summary } = await finish(withPlan(plan));
		expect({ code, complaints }).toEqual({ code: 0, complaints: "" });
		expect(hello).toMatchObject({
			kind: "hello",
			node: "far",
			arms: ["direct", "resilient"],
			ndots: 5,
			nodeVersion: process.version,
		});
		const slots = [...schedule(plan)];
		const key = (each: { arm: string; workload: string; tuple: number }) =>
			`${each.arm} ${each.workload} ${each.tuple}`;
		expect(samples.map(key).sort()).toEqual(slots.map(key).sort());
		expect(new Set(samples.map((each) => each.outcome))).toEqual(new Set(["ok"]));
		expect(summary).toMatchObject({
			kind: "summary",
			stray: 0,
			planned: slots.filter((each) => each.atMs >= 0).length,
		});
		expect(summary.interrupted).toBeUndefined();
		expect(summary.floorMs.length).toBeGreaterThan(slots.length / 3);
		expect(summary.maxRssBytes).toBeLessThan(64 * 1024 * 1024);
	});

	it("asks the same at the same instants as another process with the other arm", async () => {
		const startAtMs = Date.now() + 400;
		const [direct, resilient] = await Promise.all(
			["direct", "resilient"].map((arm) =>
				finish(withPlan(planFor({ startAtMs, arms: [{ arm, nameservers: [dns.address] }] }))),
			),
		);
		const hot = (samples: Sample[] | undefined) =>
			(samples ?? []).filter((each) => each.workload === "hot").sort((a, b) => a.tuple - b.tuple);
		const pairs = hot(direct?.samples).map(
			(sample, index) => [sample, hot(resilient?.samples)[index]] as const,
		);
		expect(pairs.length).toBeGreaterThan(3);
		for (const [a, b] of pairs) {
			expect(b?.name).toBe(a.name);
			expect(Math.abs((b?.intendedMs ?? 0) - a.intendedMs)).toBeCloseTo(50, 2);
		}
	});

	it.each(["SIGTERM", "SIGINT"] as const)("ends at once on %s and still sums up", async (signal) => {
		const child = withPlan(planFor({ durationMs: 60_000 }));
		setTimeout(() => child.kill(signal), 1200);
		const began = performance.now();
		const { code, summary, samples } = await finish(child);
		expect(performance.now() - began).toBeLessThan(3000);
		expect(code).toBe(0);
		expect(summary).toMatchObject({ kind: "summary", interrupted: true });
		expect(samples.length).toBeGreaterThan(3);
		expect(samples.filter((each) => each.intendedMs >= 0).length).toBe(summary.planned);
	});

	it("ends when its stdin does, because whoever started it is gone", async () => {
		const child = withPlan(planFor({ durationMs: 60_000 }));
		setTimeout(() => child.stdin?.end(), 1000);
		expect(await finish(child)).toMatchObject({ code: 0, summary: { interrupted: true } });
	});

	it("lives on without a leash when the plan is a file", async () => {
		const file = join(folder, "plan.json");
		writeFileSync(file, JSON.stringify(planFor({ durationMs: 400 }), null, "\t"));
		const child = start(["--plan", file, "--resolv-conf", resolvConf]);
		child.stdin?.end();
		const { code, summary } = await finish(child);
		expect(code).toBe(0);
		expect(summary.interrupted).toBeUndefined();
	});

	it("calls a slot that it could not ask in time a fault of its own, and is punctual again after", async () => {
		const child = withPlan(
			planFor({ workloads: planFor().workloads.map((each) => ({ ...each, rate: 20 })) }),
		);
		// Frozen as a starved container is.
		setTimeout(() => child.kill("SIGSTOP"), 900);
		setTimeout(() => child.kill("SIGCONT"), 1200);
		const { samples } = await finish(child);
		const faults = samples.filter((each) => each.outcome === "probe_fault");
		expect(faults.length).toBeGreaterThan(3);
		for (const each of faults) {
			expect(each.attempts).toEqual([]);
			expect(each.latenessMs).toBeGreaterThan(50);
		}
		const others = samples.filter((each) => each.outcome === "ok");
		expect(Math.max(...others.map((each) => each.latenessMs))).toBeLessThanOrEqual(51);
		expect(others.some((each) => each.intendedMs > (faults.at(-1)?.intendedMs ?? 0))).toBe(true);
	});

	it("goes on when nobody answers, and waits two deadlines after the last slot", async () => {
		const responder = await ScriptedResponder.open();
		const plan = planFor({
			durationMs: 500,
			deadlineMs: 400,
			arms: [{ arm: "direct", nameservers: [responder.address] }],
		});
		const { samples, code } = await finish(withPlan(plan));
		const tookMs = Date.now() - plan.startAtMs;
		responder.close();
		expect(code).toBe(0);
		expect(samples.map((each) => each.tuple).length).toBe([...schedule(plan)].length);
		expect(new Set(samples.map((each) => `${each.outcome} ${each.gaveUp}`))).toEqual(
			new Set(["timeout false"]),
		);
		// The stub would go on for ten seconds.
		expect(tookMs).toBeGreaterThan(800 + 800 - 200);
		expect(tookMs).toBeLessThan(4000);
	});
});

describe("a probe that is told its start", () => {
	const told = (plan: Partial<ProbePlan> = {}) => {
		const { startAtMs: _, ...whole } = planFor({ run: "r1", ...plan });
		const place = mkdtempSync(join(folder, "told-"));
		const files = { plan: join(place, "plan.json"), start: join(place, "start-at") };
		writeFileSync(files.plan, JSON.stringify(whole));
		writeFileSync(files.start, "");
		const argv = ["--plan", files.plan, "--resolv-conf", resolvConf, "--start-file", files.start, "--chunks"];
		const child = start(argv);
		const ready = new Promise<string>((resolve) =>
			child.stdout?.once("data", (text) => resolve(String(text))),
		);
		const ended = readChunks(child);
		return {
			child,
			ready,
			ended,
			start: (atMs: number | string) => writeFileSync(files.start, String(atMs)),
		};
	};

	it("says ready at once, starts when the file says so, and hands over the same records in chunks", async () => {
		const probe = told();
		const line = await probe.ready;
		expect(JSON.parse(line)).toMatchObject({
			kind: "ready",
			run: "r1",
			node: "far",
			nodeVersion: process.version,
		});
		const startAtMs = Date.now() + 400;
		probe.start(startAtMs);
		const { code, chunks, reader, records } = await probe.ended;
		expect({ code, complaints: reader.lastWords }).toEqual({ code: 0, complaints: undefined });
		expect(chunks.map((each) => [each.run, each.node, each.number])).toEqual(
			chunks.map((_, number) => ["r1", "far", number]),
		);
		expect(reader).toMatchObject({ hasLast: true, damaged: 0 });
		const slots = [...schedule(planFor())];
		const samples = records.filter((each) => each.kind === "sample");
		const kinds = records.map((each) => each.kind);
		// Once the warm-up is over, for whoever never gets to read the summary.
		expect(kinds.indexOf("floor")).toBeGreaterThan(0);
		expect(records.find((each) => each.kind === "floor")).toMatchObject({ node: "far" });
		expect(kinds.filter((kind) => kind !== "floor")).toEqual([
			...["hello", ...samples.map(() => "sample"), "summary"],
		]);
		expect(kinds).toHaveLength(samples.length + 3);
		expect(samples).toHaveLength(slots.length);
		const summary = records.at(-1) as ProbeSummary;
		expect(summary).toMatchObject({ planned: slots.filter((each) => each.atMs >= 0).length });
		expect(summary.joinedAtMs).toBeUndefined();
		expect(summary.floorMs.length).toBeLessThanOrEqual(100);
		// Not before the last one's instant.
		expect(Date.now()).toBeGreaterThan(startAtMs + 300 + (slots.at(-1)?.atMs ?? 0));
	});

	it("leaves out what is past when it is told too late, and says since when it was there", async () => {
		const probe = told({ durationMs: 3000 });
		await probe.ready;
		// One second into the measured part.
		probe.start(Date.now() - 1300);
		const { records } = await probe.ended;
		const { joinedAtMs = 0, planned } = records.at(-1) as ProbeSummary;
		expect(joinedAtMs).toBeGreaterThanOrEqual(1000);
		expect(joinedAtMs).toBeLessThan(2500);
		const due = [...schedule(planFor({ durationMs: 3000 }))].filter((each) => each.atMs >= joinedAtMs);
		const samples = records.filter((each) => each.kind === "sample");
		expect(Math.abs(samples.length - due.length)).toBeLessThanOrEqual(1);
		expect(planned).toBe(samples.length);
		expect(samples.filter((each) => each.outcome === "probe_fault")).toEqual([]);
	});

	it("sums up nothing when it is stopped while it waits", async () => {
		const probe = told();
		await probe.ready;
		probe.child.kill("SIGTERM");
		const { code, records } = await probe.ended;
		expect(code).toBe(0);
		expect(records).toMatchObject([{ kind: "hello" }, { kind: "summary", planned: 0, interrupted: true }]);
	});

	it("hands over what it has when it is stopped in the midst", async () => {
		const probe = told({ durationMs: 60_000 });
		await probe.ready;
		probe.start(Date.now() + 200);
		setTimeout(() => probe.child.kill("SIGTERM"), 2500);
		const { code, reader, records } = await probe.ended;
		expect({ code, last: reader.hasLast, missing: reader.missing() }).toEqual({
			code: 0,
			last: true,
			missing: [],
		});
		expect(records.at(-1)).toMatchObject({ kind: "summary", interrupted: true });
		expect(records.length).toBeGreaterThan(5);
	});

	it("names a start that is no instant, and a file that is not there", async () => {
		const probe = told();
		await probe.ready;
		probe.start("tomorrow");
		const { code, reader } = await probe.ended;
		expect(code).toBe(2);
		expect(reader.lastWords).toMatch(/^error LDNS301: the start: read "tomorrow"/);
		const file = join(folder, "plan.json");
		writeFileSync(file, JSON.stringify(planFor()));
		const lost = await readChunks(
			start(["--plan", file, "--resolv-conf", resolvConf, "--start-file", "/nowhere"]),
		);
		expect(lost.reader.lastWords).toMatch(/^error LDNS104: cannot read \/nowhere/);
	});

	it("reads the counters of the cache when the measured part begins and when it ends", async () => {
		const cache = await startCoreDns({ hasCache: true });
		const arms = ["direct", "resilient"].map((arm) => ({ arm, nameservers: [cache.address] }));
		const probe = told({ cacheMetrics: cache.metrics, arms });
		await probe.ready;
		probe.start(Date.now() + 200);
		const { records } = await probe.ended;
		await cache.close();
		const [before, after] = (records.at(-1) as ProbeSummary).cacheCounters ?? [];
		expect(before?.atMs).toBeGreaterThanOrEqual(0);
		const samples = records.filter((each) => each.kind === "sample");
		expect(after?.atMs).toBeGreaterThan(Math.max(...samples.map((each) => each.intendedMs)));
		const asked = samples.filter((each) => each.intendedMs >= (before?.atMs ?? 0));
		const hits = (each: typeof before) =>
			(each?.counters?.coredns_cache_hits_total ?? 0) + (each?.counters?.coredns_cache_misses_total ?? 0);
		expect(hits(after) - hits(before)).toBeGreaterThan(asked.length / 2);
	});
});

describe("bad input", () => {
	const complain = async (argv: string[], stdin = "") => {
		const child = start(argv);
		child.stdin?.end(stdin);
		return await finish(child);
	};

	it("is one line with a code on stderr and exit 2", async () => {
		expect(await complain(["--paln", "x"])).toMatchObject({
			code: 2,
			complaints: expect.stringMatching(/^error LDNS101: .*--paln.*\n$/),
		});
		expect(await complain(["--plan", "/nowhere/plan.json"])).toMatchObject({
			code: 2,
			complaints: expect.stringMatching(/^error LDNS104: .*plan.json.*\n$/),
		});
		expect(await complain([], "{}\n")).toMatchObject({
			code: 2,
			complaints: expect.stringMatching(/^error LDNS301: kind.*\n$/),
		});
		expect(await complain([], "")).toMatchObject({
			code: 2,
			complaints: expect.stringMatching(/^error LDNS301: the plan is not JSON.*\n$/),
		});
		expect(await complain(["--resolv-conf", "/nowhere"], `${JSON.stringify(planFor())}\n`)).toMatchObject({
			code: 2,
			complaints: expect.stringMatching(/^error LDNS104: .*\/nowhere.*\n$/),
		});
	});

	it("does not keep --help from being shown", async () => {
		const child = start(["--help"]);
		expect(await text(child.stdout as never)).toContain("Usage: probe");
	});
});
