import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchReport, parseRun } from "@localdns/core/report";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, describe, expect, it } from "vitest";
import { openRun } from "../../src/run-file.ts";
import { linkLike } from "../../src/use-cases/link-like.ts";
import { againAsAdvised } from "./bench-reports.ts";
import { run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bench = (...argv: string[]) => againAsAdvised(() => run(["bench", "--lab", "-o", "json", ...argv]));

function workloadOf(report: BenchReport, name: string) {
	const found = report.workloads.find((workload) => workload.name === name);
	if (found === undefined) throw new Error(`no workload ${name}`);
	return {
		...found,
		arm: (arm: string) => {
			const result = found.arms.find((each) => each.arm === arm);
			if (result === undefined) throw new Error(`no arm ${arm}`);
			return result;
		},
		against: (arm: string) => found.comparisons.find((each) => each.arm === arm),
	};
}

describe("bench --lab, with real CoreDNS on both sides of a link with 5 % loss each way", () => {
	it("finds what the link's arithmetic predicts for direct, and calls resilient better", {
		timeout: 240_000,
	}, async () => {
		const [out, html] = [join(folder, "run.json"), join(folder, "run.html")];
		const { code, stdout, stderr } = await bench(
			...["--arms", "direct,article,resilient", "--link", "rtt=43ms,jitter=3ms,loss=5%"],
			...["--duration", "45s", "--rate", "20", "--seed", "7", "--out", out, "--html", html],
		);
		expect(stderr).not.toContain("error");
		const report = JSON.parse(stdout) as BenchReport;
		expect(parseRun(stdout, "stdout").ok).toBe(true);
		expect(report.validity).toMatchObject({ valid: true, reasons: [] });
		expect(code).toBe(0);

		const hot = workloadOf(report, "hot");
		// Its 95 % interval holds the prediction in 95 of 100 runs; a test must not fail in the other five.
		const { failed, resolutions } = hot.arm("direct");
		const predicted = hot.prediction?.failureRate ?? Number.NaN;
		const deviation = failed / resolutions - predicted;
		expect(Math.abs(deviation) / Math.sqrt((predicted * (1 - predicted)) / resolutions)).toBeLessThan(4);
		expect(hot.prediction?.arm).toBe("direct");
		expect(failed / resolutions).toBeGreaterThan(0.2);
		expect(hot.arm("resilient").failed).toBe(0);
		expect(hot.against("resilient")).toMatchObject({ baseline: "direct", verdict: "better" });
		expect(report.verdict).toBe("better");
		// The link lost what it should: counted by the relay and, from outside, by the echo.
		expect(report.link?.proof.lost).toBeGreaterThan(0);
		expect(report.link?.measured.toNear.lost.random).toBeGreaterThan(0);
		// Services moved and appeared, and no cache can know at once.
		expect(report.changes.length).toBeGreaterThan(3);
		const answered = report.workloads.flatMap((workload) => workload.arms);
		expect(answered.reduce((sum, arm) => sum + arm.stale, 0)).toBeGreaterThan(0);
		expect(answered.reduce((sum, arm) => sum + (arm.outcomes.wrong_answer ?? 0), 0)).toBe(0);

		const saved = await run(["bench", "report", out, "-o", "json"]);
		expect(saved.code).toBe(0);
		expect(JSON.parse(saved.stdout)).toEqual(JSON.parse(stdout));
		// The link as the packets of direct show it is the one that there was.
		const { spec, like } = await linkLike(out, await openRun(out));
		expect(like).toMatchObject({ node: "far", arm: "direct", runId: report.run.id });
		const { rttMs, loss, burstMs } = parseLinkSpec(spec);
		expect(Math.abs(rttMs - 43)).toBeLessThan(6);
		expect(Math.abs(loss - 0.05)).toBeLessThan(0.015);
		expect(burstMs).toBeNull();
		const page = readFileSync(html, "utf8");
		expect(page).toContain("<svg");
		expect(page).not.toContain("<script");
	});

	it("keeps resilient answering hot names through a blackout that article does not survive", {
		timeout: 240_000,
	}, async () => {
		const { code, stdout } = await bench(
			...["--arms", "direct,article,resilient", "--link", "rtt=43ms,jitter=3ms,loss=5%"],
			...["--duration", "60s", "--rate", "20", "--seed", "7", "--blackout", "25s@15s"],
		);
		const report = JSON.parse(stdout) as BenchReport;
		expect(report.validity).toMatchObject({ valid: true, reasons: [] });
		expect(code).toBe(0);
		const hot = workloadOf(report, "hot");
		expect(hot.arm("resilient").failed).toBe(0);
		expect(hot.arm("article").failed / hot.arm("article").resolutions).toBeGreaterThan(0.1);
		expect(hot.arm("resilient").stale).toBeGreaterThan(0);
		expect(report.link?.measured.toNear.lost.blackout).toBeGreaterThan(0);
	});

	it("finds no difference between a way and itself", { timeout: 240_000 }, async () => {
		const { code, stdout } = await bench(
			"--arms",
			"direct,direct",
			"--link",
			"lossy",
			"--duration",
			"40s",
			"--rate",
			"10",
			"--seed",
			"11",
		);
		const report = JSON.parse(stdout) as BenchReport;
		expect(code).toBe(0);
		expect(report.run.arms).toEqual(["direct", "direct#2"]);
		// At α = 0.05 one true A/A run in twenty is called a difference; the simulations count how many.
		// What must never happen is confidence: that would be an order or a path that favours one arm.
		const { adjusted } = report.workloads[0]?.comparisons[0] ?? {};
		expect(adjusted?.failures).toBeGreaterThan(0.001);
		expect(adjusted?.p99).toBeGreaterThan(0.001);
	});
});
