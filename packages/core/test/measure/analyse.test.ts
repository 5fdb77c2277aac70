import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/measure/analyse.ts";
import { createRandom } from "../../src/measure/random.ts";
import type { Comparison } from "../../src/report/bench-report.ts";
import { type SimulatedRun, simulateRun, withSamples } from "./simulated-run.ts";

const local = { arm: "resilient", latencyMs: 0.5 };
const blackout = { blackouts: [{ startMs: 10_000, durationMs: 25_000 }] };
const dark = { measured: { toNear: counters(9), toFar: counters(9) } };

function counters(blackoutLoss: number) {
	return { packets: 100, lost: { random: 0, burst: 0, policed: 0, blackout: blackoutLoss } };
}

function lossyLink(loss: number) {
	return { loss, proof: { sent: 1000, lost: 1000 * loss, expectedLoss: loss, rttMs: { p50: 43 } } };
}

const analyse = (world: SimulatedRun) => analyseRun(simulateRun(world));
const hot = (world: SimulatedRun) => analyse(world).workloads[0]?.comparisons[0] as Comparison;

describe("analyseRun", () => {
	it("finds the local cache better on a lossy link, in the first sentence and in figures", () => {
		const result = analyse({ arms: [{ arm: "direct", loss: 0.05 }, local], link: lossyLink(0.05) });
		expect(result.validity.reasons).toEqual([]);
		expect(result.verdict).toBe("better");
		expect(result.headline).toMatch(
			/^resilient is better than direct on hot names: resilient failed 0% \(0 of 624\), .*, typical time ÷\d+\.$/,
		);
		const [workload] = result.workloads;
		expect(workload?.exchangesPerResolution).toBeCloseTo(4, 1);
		expect(workload?.mix.map(({ form }) => form)).toEqual([
			"absolute",
			"svc",
			"svc.ns",
			"svc.ns.svc.cluster.local",
		]);
		expect(workload?.prediction).toMatchObject({ arm: "direct", insideInterval: true });
		expect(workload?.arms[0]?.latencyMs.p99).toEqual({
			estimate: null,
			low: null,
			high: null,
			beyondDeadline: true,
		});
		expect(workload?.arms[1]?.latencyMs.p50.atFloor).toBe(true);
		expect(workload?.arms[1]?.latencyMs.p999).toMatchObject({ estimate: null, tooFew: true });
		expect(workload?.comparisons[0]?.p99).toMatchObject({
			deltaMs: null,
			statement: expect.stringMatching(/^p99 0\.5\d ms for resilient, beyond 5 s for direct$/),
		});
	});

	it("finds the arm worse that is 100 ms slower on cold names, and on cold names only", () => {
		const arms = [{ arm: "direct" }, { arm: "resilient", coldMs: 100 }];
		const { workloads } = analyse({ arms, workloads: ["hot", "cold"], rate: 20, durationMs: 120_000 });
		expect(workloads.map(({ name, comparisons }) => [name, comparisons[0]?.verdict])).toEqual([
			["hot", expect.stringMatching(/^(same|no-detectable-difference)$/)],
			["cold", "worse"],
		]);
	});

	it("calls arms the same once enough resolutions show it, and not before", () => {
		const alike = {
			arms: [
				{ arm: "direct", latencyMs: 43 },
				{ arm: "direct#2", latencyMs: 43 },
			],
		};
		expect(hot({ ...alike, rate: 20, durationMs: 120_000 }).verdict).toBe("same");
		const short = hot(alike);
		expect(short.verdict).toBe("no-detectable-difference");
		expect(short.reason).toContain("four times out of five");
	});

	it("does not call arms the same whose failures are, but not their latencies", () => {
		const arms = [
			{ arm: "direct", latencyMs: 43 },
			{ arm: "other", latencyMs: 40 },
		];
		expect(hot({ arms, rate: 20, durationMs: 120_000 }).verdict).toBe("better");
	});

	it("takes one imposed blackout for one episode and does not rest a verdict on it", () => {
		const comparison = hot({ arms: [{ arm: "direct", loss: 0 }, local], link: { ...blackout, ...dark } });
		expect(comparison.failureRateDelta.estimate).toBeLessThan(-0.3);
		expect(comparison.annotations).toContain("one imposed blackout is one episode");
		expect(comparison.episodes).toEqual({ arm: 0, baseline: 1 });
		// p99 and failures are the same endpoint here: both rest on the blackout alone.
		expect(comparison.verdict).toBe("inconclusive");
		expect(comparison.reason).toMatch(/rests on 1 block of time.*impose 7 blackouts or measure for 7 min/);
	});

	it("passes a verdict on a lossy link with a blackout in the lab's quick run", () => {
		const link = { ...lossyLink(0.05), ...blackout, ...dark };
		const arms = [{ arm: "direct", loss: 0.05 }, local];
		expect(hot({ arms, link, rate: 5, durationMs: 45_000 }).verdict).toBe("better");
	});

	it("says how long would do when there are too few blocks", () => {
		const comparison = hot({ arms: [{ arm: "direct", failing: 0.3 }, local], durationMs: 10_000 });
		expect(comparison.verdict).toBe("inconclusive");
		expect(comparison.reason).toMatch(/3 independent blocks .* 7 are the least: measure for 24 s/);
	});

	it("is undecided, with the reason, when one endpoint is better and the other worse", () => {
		const slow = simulateRun({
			arms: [{ arm: "direct", failing: 0.008 }, { arm: "other" }],
			rate: 20,
			durationMs: 300_000,
		});
		const samples = slow.samples.map((sample, i) =>
			sample.arm === "other" && i % 20 < 2 && sample.latencyMs !== null
				? { ...sample, latencyMs: 900 }
				: sample,
		);
		const [comparison] = analyseRun(withSamples(slow, samples)).workloads[0]?.comparisons ?? [];
		expect(comparison?.verdict).toBe("inconclusive");
		expect(comparison?.reason).toMatch(/better in failures but worse in p99/);
	});

	it("adjusts over the nodes within each endpoint, then over the endpoints", () => {
		const nodes = ["attic", "cellar", "office"];
		const result = analyse({
			nodes,
			arms: [
				{ arm: "direct", failing: 0.05 },
				{ arm: "other", failing: 0.02 },
			],
		});
		const of = (node: string) =>
			result.nodes.find((each) => each.node === node)?.workloads[0]?.comparisons[0] as Comparison;
		const raw = nodes.map((node) => of(node).pValue);
		const smallest = nodes[raw.indexOf(Math.min(...raw))] as string;
		expect(of(smallest).adjusted.failures).toBeCloseTo(Math.min(1, 6 * Math.min(...raw)), 12);
		const [whole] = result.workloads[0]?.comparisons ?? [];
		const pair = [whole?.pValue ?? 1, whole?.p99.pValue ?? 1];
		expect(Math.min(whole?.adjusted.failures ?? 1, whole?.adjusted.p99 ?? 1)).toBeCloseTo(
			2 * Math.min(...pair),
			12,
		);
	});

	it("judges the only node as it judges the whole run", () => {
		const { workloads, nodes } = analyse({
			arms: [{ arm: "direct", failing: 0.03 }, local],
			durationMs: 30_000,
		});
		const [whole, only] = [workloads, nodes[0]?.workloads].map((found) => found?.[0]?.comparisons[0]);
		expect(only?.verdict).toBe(whole?.verdict);
		expect(only?.adjusted).toEqual(whole?.adjusted);
	});

	it("calls a difference that is certain, but too small to matter, no difference", () => {
		const arms = [
			{ arm: "direct", latencyMs: 43 },
			{ arm: "other", latencyMs: 43.8 },
		];
		const comparison = hot({ arms, rate: 20, durationMs: 300_000 });
		expect(comparison.p99.pValue).toBeLessThan(0.01);
		expect(comparison.verdict).toBe("same");
	});

	it("claims no better p99 where both lie beyond the deadline", () => {
		const arms = [
			{ arm: "direct", failing: 0.3 },
			{ arm: "other", failing: 0.05 },
		];
		const { verdict, reason } = hot({ arms });
		expect(verdict).toBe("better");
		expect(reason).toMatch(/^other is better in failures: .*p99 beyond 5 s for other, beyond 5 s for direct/);
	});

	it("prints no p99 from fewer resolutions than one needs", () => {
		const { p99, verdict } = hot({
			arms: [{ arm: "direct", failing: 0.3 }, local],
			rate: 5,
			durationMs: 45_000,
		});
		expect(verdict).toBe("better");
		expect(p99).toMatchObject({
			deltaMs: null,
			statement: "p99 not known (too few resolutions) for resilient, beyond 5 s for direct",
		});
	});

	it("mentions no blackout that the run did not live to see", () => {
		const link = { blackouts: [{ startMs: 70_000, durationMs: 5_000 }] };
		const { annotations, blocks } = hot({ arms: [{ arm: "direct" }, local], link });
		expect(annotations).toEqual([]);
		expect(blocks.justification).not.toContain("blackout");
	});

	it("leaves out the warm-up, the probe's faults and what was cut off", () => {
		const run = simulateRun({ arms: [{ arm: "direct" }, local] });
		const measured = run.samples.filter(({ intendedMs }) => intendedMs >= 0);
		const [one, two] = measured;
		const samples = run.samples.map((sample) =>
			sample === one
				? { ...sample, outcome: "probe_fault" as const }
				: sample === two
					? { ...sample, outcome: "aborted" as const }
					: sample,
		);
		const counted =
			analyseRun(withSamples(run, samples)).workloads[0]?.arms.map(({ resolutions }) => resolutions) ?? [];
		expect(counted.reduce((sum, n) => sum + n, 0)).toBe(measured.length - 2);
	});

	it("counts an answer beyond the deadline as failed, however it is called in the end", () => {
		const run = simulateRun({ arms: [{ arm: "direct" }, local] });
		const samples = run.samples.map((sample, i) =>
			i % 4 === 0 ? { ...sample, latencyMs: 5_020, outcome: "late" as const } : sample,
		);
		const [direct] = analyseRun(withSamples(run, samples)).workloads[0]?.arms ?? [];
		expect(direct?.failed).toBe(direct?.outcomes.late);
		expect(direct?.failed).toBeGreaterThan(100);
		expect(direct?.latencyMs.p90).toMatchObject({ estimate: null, beyondDeadline: true });
		expect(direct?.restrictedMeanMs).toBeGreaterThan(1_000);
	});

	it("counts a stale answer beside failures and not among them", () => {
		const run = simulateRun({ arms: [{ arm: "direct" }, local] });
		const samples = run.samples.map((sample, i) =>
			i % 4 === 0 ? { ...sample, staleMs: 1_000 + i } : sample,
		);
		const arms = analyseRun(withSamples(run, samples)).workloads[0]?.arms ?? [];
		expect(arms.map(({ failed }) => failed)).toEqual([0, 0]);
		expect(arms[0]?.stale).toBeGreaterThan(100);
		expect(arms[0]?.staleAgeMs?.max).toBeGreaterThan(arms[0]?.staleAgeMs?.p50 ?? 0);
	});

	it("gives the same result whatever the order in which the probes' files were merged", () => {
		const run = simulateRun({ nodes: ["attic", "cellar"], arms: [{ arm: "direct", failing: 0.1 }, local] });
		const shuffled = withSamples(run, createRandom("merge").shuffle(run.samples));
		expect(JSON.stringify(analyseRun(shuffled))).toBe(JSON.stringify(analyseRun(run)));
	});

	it("has no verdict for one arm alone", () => {
		expect(analyse({ arms: [{ arm: "direct" }] })).toMatchObject({
			verdict: null,
			headline: expect.stringContaining("one arm alone"),
		});
	});

	it("analyses 14,400 resolutions of a workload within 3 s", () => {
		const nodes = Array.from({ length: 8 }, (_, i) => `node-${i}`);
		const run = simulateRun({
			nodes,
			arms: [{ arm: "direct", failing: 0.02 }, local],
			rate: 1,
			durationMs: 900_000,
		});
		expect(run.samples.length).toBeGreaterThan(14_000);
		const began = performance.now();
		analyseRun(run);
		expect(performance.now() - began).toBeLessThan(3_000);
	});
});
