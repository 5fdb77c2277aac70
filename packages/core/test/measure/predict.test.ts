import { describe, expect, it } from "vitest";
import { describeArm } from "../../src/measure/arm-result.ts";
import { exchangeCounter } from "../../src/measure/exchanges-of.ts";
import type { MeasuredRun } from "../../src/measure/measured-run.ts";
import { predictFailureRate } from "../../src/measure/predict.ts";
import { orderResolutions, type Resolutions } from "../../src/measure/resolutions.ts";
import type { Sample } from "../../src/measure/sample.ts";
import type { LinkOverlay } from "../../src/report/bench-report.ts";
import { type SimulatedRun, simulateRun, withSamples } from "./simulated-run.ts";

const lossy = (loss: number, over: Partial<SimulatedRun> = {}) =>
	simulateRun({ arms: [{ arm: "direct", loss }], link: { loss }, ...over });

/** Those of the run's only arm. */
const asked = (run: MeasuredRun) => orderResolutions(run.table, "hot")[0] as Resolutions;

describe("exchangeCounter", () => {
	it("counts A and AAAA for every candidate up to the one that exists", () => {
		const run = lossy(0);
		const cost = (form: string) => exchangeCounter(run)(run.samples.find((s) => s.form === form) as Sample);
		expect(["svc", "svc.ns", "svc.ns.svc.cluster.local", "absolute"].map(cost)).toEqual([2, 4, 8, 2]);
	});

	it("follows a name that does not exist yet through the whole search list", () => {
		const run = lossy(0);
		const truth = {
			"web.shop.svc.cluster.local.": [
				{ sinceMs: null, addresses: [] },
				{ sinceMs: 30_000, addresses: ["10.43.1.1"] },
			],
		};
		const short = run.samples.filter(({ form }) => form === "svc");
		const early = short.find(({ intendedMs }) => intendedMs < 30_000) as Sample;
		const late = short.find(({ intendedMs }) => intendedMs > 30_000) as Sample;
		expect([early, late].map(exchangeCounter({ ...run, truth }))).toEqual([8, 2]);
	});

	it("takes an external name for existing as it was written", () => {
		const run = lossy(0);
		const outside = { ...(run.samples[0] as Sample), workload: "external", name: "example.org" } as const;
		expect(exchangeCounter(run)(outside)).toBe(8);
	});
});

describe("predictFailureRate", () => {
	it("is 1 − (1 − p)^2k for resolutions of k exchanges", () => {
		const run = lossy(0.05);
		const absolute = run.samples.filter(({ form }) => form === "absolute");
		expect(predictFailureRate(asked(withSamples(run, absolute)), run)?.failureRate).toBeCloseTo(
			1 - 0.95 ** 4,
			12,
		);
	});

	it("counts what was asked during an imposed blackout as failed", () => {
		const link = { blackouts: [{ startMs: 10_000, durationMs: 25_000 }] };
		const run = lossy(0, { link });
		const measured = asked(run);
		const prediction = predictFailureRate(measured, run);
		const dark = measured.times.filter((atMs) => atMs >= 10_000 && atMs < 35_000).length;
		expect(prediction?.failureRate).toBeGreaterThanOrEqual(dark / measured.times.length);
		expect(prediction?.failureRate).toBeLessThan((dark + 6) / measured.times.length);
	});

	it("predicts nothing for bursts, policing, real links and stubs that repeat in time", () => {
		const run = lossy(0.05);
		const { link } = run;
		if (link === null) throw new Error("the simulated run has a link");
		const predicted = (over: Partial<MeasuredRun>) => predictFailureRate(asked(run), { ...run, ...over });
		expect(predicted({})).not.toBeNull();
		expect(predicted({ link: { ...link, burstMs: 300 } })).toBeNull();
		expect(predicted({ link: { ...link, udpLimitBitsPerSecond: 1e6 } })).toBeNull();
		expect(predicted({ link: null })).toBeNull();
		expect(predicted({ stubProfile: "musl" })).toBeNull();
	});

	it("predicts for packets that went the direct way of an overlay, and not for those that a relay repeated", () => {
		const run = lossy(0.05);
		const carried = (direct: number, derp: number) => {
			const overlay: LinkOverlay = {
				name: "tailscale",
				version: "1.102.5",
				path: [],
				carried: [
					{ by: "direct", packets: direct, bytes: 0 },
					{ by: "derp", packets: derp, bytes: 0 },
				],
			};
			const link = { ...(run.link as NonNullable<typeof run.link>), overlay };
			return predictFailureRate(asked(run), { ...run, link })?.failureRate ?? null;
		};
		expect(carried(1000, 5)).toBe(predictFailureRate(asked(run), run)?.failureRate);
		expect(carried(1000, 50)).toBeNull();
		expect(carried(0, 0)).toBeNull();
	});

	it("lies within the 95 % interval of the arm it is made for in about 95 % of runs", () => {
		let inside = 0;
		const seeds = 300;
		for (let seed = 0; seed < seeds; seed++) {
			const run = lossy(0.05, { rate: 5, durationMs: 60_000, seed });
			const resolutions = asked(run);
			const settings = { ...run, blackouts: [], floorSorted: Float64Array.of(0.2) };
			const { low, high } = describeArm(resolutions, settings).failureRate;
			const predicted = predictFailureRate(resolutions, run)?.failureRate ?? Number.NaN;
			if (low <= predicted && predicted <= high) inside++;
		}
		expect(inside / seeds).toBeGreaterThan(0.92);
		expect(inside / seeds).toBeLessThan(0.995);
	});
});
