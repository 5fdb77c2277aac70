import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { buildProbeBundle } from "../../../probe-image/scripts/build-bundle.ts";
import { type Dump, differences, dumpObjects } from "./cluster-dump.ts";
import { run } from "./localdns-process.ts";
import { type MeasuredProcess, type RunningMeasurement, startMeasurement } from "./measurement-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-measure-lab-"));
const kubeconfig = join(folder, "kubeconfig");
const program = join(folder, "probe.mjs");
const nodes = ["near", "far"];
let lab: DrivenCluster;
let before: Dump;

beforeAll(async () => {
	await requireClusterLabHost();
	await buildProbeBundle(program);
	lab = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed: 6 }, folder);
	before = await dumpObjects(lab);
});
afterAll(async () => {
	await lab?.close();
	rmSync(folder, { recursive: true });
});

/** Two arms of ten resolutions a second on both nodes. */
const measure = (
	run: string,
	durationMs: number,
	more: { namespace?: string; collectEveryMs?: number } = {},
) =>
	startMeasurement({
		...{ kubeconfig, program, run, nodes, durationMs },
		namespace: more.namespace ?? "localdns-bench",
		collectEveryMs: more.collectEveryMs ?? 3000,
	});

/** Runs a script on a node. @throws Error when it fails */
async function shell(node: string, script: string): Promise<string> {
	const { code, stdout, stderr } = await lab.run(`node/${node}`, "sh", "-c", script);
	if (code !== 0) throw new Error(`${script}: ${stderr}${stdout}`);
	return stdout;
}

/** Asserts that each sample of a node came once, and as many of the measured part as its probe has planned. */
function expectWhole({ measured, samples }: MeasuredProcess, node: string): void {
	const outcome = measured?.nodes[node];
	expect(outcome).toMatchObject({ state: "measured", missing: [], ndots: 5 });
	const own = samples[node] ?? [];
	expect(new Set(own.map(([arm, tuple]) => `${arm} ${tuple}`)).size).toBe(own.length);
	const { summary } = outcome as { summary: { planned: number; floorMs: number[] } };
	expect(summary.planned).toBeGreaterThan(0);
	expect(own.length).toBeGreaterThanOrEqual(summary.planned);
	expect(summary.floorMs.length).toBeGreaterThan(0);
}

/** Until the probe of a node has measured for a while. */
async function untilMeasuring(running: RunningMeasurement, namespace: string, run: string): Promise<void> {
	await running.reaches("measure");
	await eventually(
		() => lab.kubectl(["-n", namespace, "logs", `localdns-probe-${run}-far`, "--limit-bytes=100000"]),
		(log) => log.includes('"kind":"chunk"'),
	);
}

describe.concurrent("a measurement on the nodes of a cluster", { timeout: 120_000 }, () => {
	it("measures on every node, each sample once, and as many as each probe planned", async () => {
		const ended = await measure("whole", 15_000).ended;
		expect(ended).toMatchObject({ code: 0, measured: { joined: [] } });
		for (const node of nodes) expectWhole(ended, node);
		const outcomes = Object.values(ended.samples).flat();
		const ok = outcomes.filter(([, , outcome]) => outcome === "ok").length;
		expect(ok / outcomes.length).toBeGreaterThan(0.9);
	});

	it("keeps what a killed probe and a deleted pod had measured, and names both", async () => {
		const namespace = "measure-faults";
		const running = measure("faults", 60_000, { namespace, collectEveryMs: 2000 });
		// A probe ends at once when its pod is deleted, and its log goes with it: what counts is what was read before.
		await running.collects(nodes);
		const ofThePod = "grep -l HOSTNAME=localdns-probe-faults-near /proc/[0-9]*/environ";
		await shell("near", `kill -9 $(${ofThePod} | cut -d/ -f3)`);
		await lab.kubectl(["-n", namespace, "delete", "pod", "localdns-probe-faults-far", "--wait=false"]);
		const { code, measured, samples } = await running.ended;
		expect(code).toBe(0);
		expect(measured?.nodes).toMatchObject({
			near: { state: "partial", missing: [expect.stringContaining("exit code 137")] },
			far: { state: "partial", missing: [expect.stringContaining("its pod was deleted by someone")] },
		});
		for (const node of nodes) expect(samples[node]?.length).toBeGreaterThan(10);
	});

	it("ends at Ctrl-C with what was measured so far, and the probes' own summaries", async () => {
		const namespace = "measure-interrupt";
		const running = measure("interrupt", 600_000, { namespace, collectEveryMs: 60_000 });
		await untilMeasuring(running, namespace, "interrupt");
		running.child.kill("SIGINT");
		const ended = await running.ended;
		expect(ended.code).toBe(0);
		expect(ended.measured?.interruptedAtMs).toBeGreaterThan(0);
		for (const node of nodes) {
			expectWhole(ended, node);
			expect(ended.measured?.nodes[node]).toMatchObject({ summary: { interrupted: true } });
		}
	});
});

describe("what happens to a measurement meanwhile", { timeout: 120_000 }, () => {
	it("loses nothing to an API server and a kubelet that go away and come back, and names what a rotated log has lost", async () => {
		const running = measure("restart", 30_000, { collectEveryMs: 60_000 });
		await untilMeasuring(running, "localdns-bench", "restart");
		// As a rotation does it: the former lines are no longer what the kubelet reads.
		await shell("far", "for f in /var/log/pods/localdns-bench_*/probe/0.log; do : > $f; done");
		await shell("far", "systemctl stop k3s-agent");
		await shell("near", "systemctl restart k3s");
		await eventually(
			() => lab.kubectl(["get", "--raw", "/readyz"]).catch(() => ""),
			(answer) => answer === "ok",
		);
		await shell("far", "systemctl start k3s-agent");
		const ended = await running.ended;
		expect(ended).toMatchObject({ code: 0 });
		expectWhole(ended, "near");
		expect(ended.measured?.nodes.far).toMatchObject({
			state: "partial",
			missing: [expect.stringMatching(/^chunks 0.* of its log are lost/)],
		});
		expect(ended.samples.far?.length).toBeGreaterThan(10);
	});

	it("is not disturbed by a second one, which is told who runs, nor by a clean-up", async () => {
		const first = measure("first", 600_000);
		await first.reaches("measure");
		const second = await measure("second", 5000).ended;
		expect(second).toMatchObject({ code: 3, error: { code: "LDNS704" } });
		expect(second.error?.message).toMatch(/^bench by test:\d+ is measuring here since 20/);

		const cleanup = (...flags: string[]) =>
			run(["bench", "cleanup", "--kubeconfig", kubeconfig, "--no-progress", ...flags]);
		const refused = await cleanup();
		expect(refused).toMatchObject({ code: 3, stdout: "" });
		expect(refused.stderr).toMatch(/LDNS704: bench by test:\d+ is measuring here since 20/);

		first.child.kill("SIGKILL");
		await first.ended;
		const cleaned = await cleanup();
		expect(cleaned.code).toBe(0);
		expect(cleaned.stdout.split("\n").toSorted()).toEqual([
			"",
			"removed ConfigMap localdns-bench/localdns-probe-first",
			"removed ConfigMap localdns-bench/localdns-probe-first-far",
			"removed ConfigMap localdns-bench/localdns-probe-first-near",
			"removed Lease localdns-bench/localdns-bench-lock",
			"removed Namespace localdns-bench",
			"removed Pod localdns-bench/localdns-probe-first-far",
			"removed Pod localdns-bench/localdns-probe-first-near",
		]);
		expect(await cleanup()).toMatchObject({ code: 0, stdout: "nothing to remove\n" });

		const third = measure("third", 600_000);
		await third.reaches("measure");
		const forced = await cleanup("--force");
		expect(forced).toMatchObject({ code: 0, stdout: expect.stringContaining("removed Pod localdns-bench/") });
		await third.ended;
	});

	it("has left nothing behind", async () => {
		const now = await eventually(
			() => dumpObjects(lab),
			(dump) => differences(before, dump).length === 0,
		);
		expect(differences(before, now)).toEqual([]);
	});
});
