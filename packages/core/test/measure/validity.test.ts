import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/measure/analyse.ts";
import type { MeasuredRun } from "../../src/measure/measured-run.ts";
import type { Sample } from "../../src/measure/sample.ts";
import { judgeValidity } from "../../src/measure/validity.ts";
import type { LinkReport } from "../../src/report/bench-report.ts";
import { type SimulatedMeasurement, simulateRun, withSamples } from "./simulated-run.ts";

const sound = simulateRun({
	arms: [{ arm: "direct", loss: 0.05 }, { arm: "resilient" }],
	link: { loss: 0.05 },
});
const proven = withLink({
	proof: { sent: 1000, lost: 52, expectedLoss: 0.05, rttMs: { p50: 44 } },
});

function withLink(link: Partial<LinkReport>): SimulatedMeasurement {
	return { ...sound, link: { ...(sound.link as LinkReport), ...link } };
}

/** Some samples of every thousand changed. */
const spoil = (run: SimulatedMeasurement, share: number, over: Partial<Sample>): SimulatedMeasurement =>
	withSamples(
		run,
		run.samples.map((sample, i) => (i % 1000 < share * 1000 ? { ...sample, ...over } : sample)),
	);

describe("judgeValidity", () => {
	it("finds nothing against a sound run", () => {
		expect(judgeValidity(proven)).toMatchObject({ valid: true, reasons: [], probeFaults: 0 });
	});

	it("holds no share against a policer, whose losses depend on the traffic", () => {
		const policed = withLink({
			loss: 0,
			udpLimitBitsPerSecond: 1e6,
			proof: { sent: 1600, lost: 78, expectedLoss: 0, rttMs: { p50: 44 } },
		});
		expect(judgeValidity(policed)).toMatchObject({ valid: true, reasons: [] });
	});

	it("holds the share against a link that blocks UDP, where the echo passes, and that it did block", () => {
		const blocked = (lost: number, policed: number) => {
			const counted = { packets: 900, lost: { random: 0, burst: 0, policed, blackout: 0 } };
			return judgeValidity(
				withLink({
					udpLimitBitsPerSecond: 0,
					proof: { sent: 1000, lost, expectedLoss: 0.05, rttMs: { p50: 44 } },
					measured: { toNear: counted, toFar: counted },
					overlay: {
						name: "tailscale",
						version: "1.102.5",
						path: [],
						carried: [{ by: "direct", packets: 9, bytes: 900 }],
					},
				}),
			).reasons;
		};
		expect(blocked(52, 9)).toEqual([]);
		expect(blocked(0, 9)).toEqual([expect.stringMatching(/not as asked: 0 of 1000/)]);
		expect(blocked(52, 0)).toEqual([expect.stringMatching(/UDP was not blocked/)]);
	});

	it.each<[string, MeasuredRun, RegExp]>([
		["a probe that was late", spoil(proven, 0.02, { latenessMs: 200 }), /was late/],
		["a probe that missed slots", spoil(proven, 0.02, { outcome: "probe_fault" }), /missed \d+ of/],
		["no floor", { ...proven, floorSamplesMs: [] }, /floor was not measured/],
		["records that are missing", { ...proven, planned: proven.planned * 2 }, /Only \d+ of/],
		[
			"an arm without resolutions",
			{ ...proven, arms: ["direct", "resilient", "article"] },
			/0 of hot names by article/,
		],
		[
			"an impairment that lost nothing",
			withLink({ proof: { sent: 1000, lost: 0, expectedLoss: 0.05, rttMs: { p50: 43 } } }),
			/not as asked: 0 of 1000/,
		],
		[
			"an impairment that lost twice as much",
			withLink({ proof: { sent: 1000, lost: 100, expectedLoss: 0.05, rttMs: { p50: 43 } } }),
			/not as asked: 100 of 1000/,
		],
		[
			"a link without delay",
			withLink({ proof: { sent: 1000, lost: 50, expectedLoss: 0.05, rttMs: { p50: 0.2 } } }),
			/median round trip 0\.2 ms/,
		],
		[
			"a blackout that took nothing",
			withLink({ blackouts: [{ startMs: 0, durationMs: 5_000 }] }),
			/blackout took no packet/,
		],
		[
			"bursts that never came",
			withLink({ burstMs: 300, proof: { sent: 1000, lost: 0, expectedLoss: 0.05, rttMs: { p50: 43 } } }),
			/no packet in bursts/,
		],
	])("voids a run with %s", (_, run, reason) => {
		const { valid, reasons } = judgeValidity(run);
		expect(valid).toBe(false);
		expect(reasons.join(" ")).toMatch(reason);
	});

	it("never lets a void run have a verdict", () => {
		const analysis = analyseRun({ ...proven, floorSamplesMs: [] });
		expect(analysis.verdict).toBeNull();
		expect(analysis.headline).toMatch(/^No verdict: The probe's own floor/);
		const all = [analysis, ...analysis.nodes].flatMap(({ workloads }) =>
			workloads.flatMap(({ comparisons }) => comparisons),
		);
		expect(all.length).toBeGreaterThan(1);
		for (const { verdict, reason } of all) {
			expect(verdict).toBeNull();
			expect(reason).toMatch(/^The probe's own floor/);
		}
	});

	it("tolerates lateness of a few single questions", () => {
		expect(judgeValidity(spoil(proven, 0.005, { latenessMs: 200 })).valid).toBe(true);
	});

	it("misses no blackout that an interruption came before", () => {
		const run = withLink({ blackouts: [{ startMs: proven.durationMs + 1, durationMs: 5_000 }] });
		expect(judgeValidity({ ...run, interrupted: true }).reasons).toEqual([]);
	});

	it("judges an interrupted run over the time it had", () => {
		expect(judgeValidity({ ...proven, planned: proven.planned * 2, interrupted: true }).valid).toBe(true);
	});
});
