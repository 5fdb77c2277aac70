import type { BenchReport } from "@localdns/core/report";
import { parseRun } from "@localdns/core/report";
import { expect, it } from "vitest";
import { run } from "./localdns-process.ts";

/** Whether the run was fit for a verdict is this machine's affair; which way carried it is not. */
async function overTailscale(...argv: string[]): Promise<BenchReport> {
	const bench = ["bench", "--lab", "--overlay", "tailscale", "--duration", "6s", "--seed", "7", "-o", "json"];
	const { stdout, stderr } = await run([...bench, ...argv]);
	expect(stdout, stderr).not.toBe("");
	expect(parseRun(stdout, "stdout").ok).toBe(true);
	return JSON.parse(stdout) as BenchReport;
}
const packetsBy = ({ link }: BenchReport, way: string): number =>
	link?.overlay?.carried.find(({ by }) => by === way)?.packets ?? Number.NaN;
const hot = ({ workloads }: BenchReport) => workloads.find(({ name }) => name === "hot");

it("says that tailscale's direct way carried a run, and predicts its failures", {
	timeout: 180_000,
}, async () => {
	// Loses nothing: where tailscale's own pings are lost it goes by both ways until one is answered.
	const report = await overTailscale("--link", "rtt=43ms");
	expect(report.link?.overlay).toMatchObject({ version: "1.102.5", path: [{ atMs: 0, by: "direct" }] });
	expect(packetsBy(report, "direct")).toBeGreaterThan(100);
	expect(packetsBy(report, "derp")).toBeLessThan(packetsBy(report, "direct") / 100);
	expect(hot(report)?.prediction).toMatchObject({ arm: "direct", failureRate: 0 });
});

it("cuts and loses below the tunnel, and predicts only what all but stray packets went directly for", {
	timeout: 180_000,
}, async () => {
	const report = await overTailscale("--link", "rtt=43ms,loss=5%", "--blackout", "1s@3s");
	const [direct, derp] = [packetsBy(report, "direct"), packetsBy(report, "derp")];
	expect(direct).toBeGreaterThan(100);
	const foretold = hot(report)?.prediction ?? null;
	expect(foretold !== null, `${direct} direct, ${derp} by DERP`).toBe(direct >= 0.99 * (direct + derp));
	expect(report.link?.proof.lost).toBeGreaterThan(0);
	const lost = report.link?.measured.toNear.lost;
	expect(lost?.blackout).toBeGreaterThan(0);
	expect(lost?.policed).toBe(0);
});

it("says that DERP carried a run where UDP is blocked, and predicts nothing of it", {
	timeout: 180_000,
}, async () => {
	const report = await overTailscale("--link", "rtt=43ms,loss=2%,udp-limit=0");
	expect(report.link?.overlay?.path).toEqual([{ atMs: 0, by: "derp", region: "lab" }]);
	expect(packetsBy(report, "derp")).toBeGreaterThan(100);
	expect(packetsBy(report, "direct")).toBe(0);
	expect(hot(report)?.prediction).toBeNull();
	expect(report.validity.reasons.filter((reason) => /UDP|packets lost/.test(reason))).toEqual([]);
});

it("refuses, before anything starts, to block UDP below a tunnel that is UDP itself", async () => {
	const { code, stderr } = await run(["bench", "--lab", "--link", "lossy,udp-limit=0"]);
	expect(code).toBe(2);
	expect(stderr).toContain("LDNS101: --link: read udp-limit=0");
});
