import { createRandom } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { createImpairment, type Fate } from "../../src/link/impairment.ts";
import { type LinkSpec, linkPresets } from "../../src/link/spec.ts";

/** Fates of packets that arrive every `gapMs`. */
function fates(spec: LinkSpec, count: number, gapMs: number, seed = 1): Fate[] {
	const impairment = createImpairment(spec, createRandom(seed));
	return Array.from({ length: count }, (_, index) => impairment.decide(index * gapMs, 150));
}

const lossOf = (all: Fate[]): number => all.filter((fate) => "lost" in fate).length / all.length;

/** Lengths of runs of lost packets. */
function runsOfLoss(all: Fate[]): number[] {
	const runs: number[] = [];
	let length = 0;
	for (const fate of all) {
		if ("lost" in fate) length += 1;
		else if (length > 0) {
			runs.push(length);
			length = 0;
		}
	}
	return runs;
}

it("polices what is said to be policed, and lets nothing of that pass a limit of nothing", () => {
	const blocked = createImpairment({ ...linkPresets.clean, udpLimitBitsPerSecond: 0 }, createRandom(1));
	expect(blocked.decide(0, 100)).toEqual({ lost: "policed" });
	expect(blocked.decide(1, 100, true)).toEqual({ lost: "policed" });
	expect(blocked.decide(2, 100, false)).toEqual({ deliverAtMs: 2.5 });
});

describe("independent loss", () => {
	it("loses the share that was asked for", () => {
		// Four standard deviations of 40,000 packets at 5 %.
		expect(Math.abs(lossOf(fates(linkPresets.lossy, 40_000, 5)) - 0.05)).toBeLessThan(0.0044);
	});

	it("loses packets one by one: the next is no more likely to go", () => {
		const runs = runsOfLoss(fates(linkPresets.lossy, 40_000, 5));
		const meanRun = runs.reduce((sum, length) => sum + length, 0) / runs.length;
		expect(meanRun).toBeGreaterThan(1.02);
		expect(meanRun).toBeLessThan(1.09);
	});

	it("names the cause", () =>
		expect(fates({ ...linkPresets.lossy, loss: 0.99 }, 50, 5)).toContainEqual({ lost: "random" }));

	it("gives the same fates for the same seed, others for another", () => {
		expect(fates(linkPresets.lossy, 500, 5, 7)).toEqual(fates(linkPresets.lossy, 500, 5, 7));
		expect(fates(linkPresets.lossy, 500, 5, 7)).not.toEqual(fates(linkPresets.lossy, 500, 5, 8));
	});
});

describe("bursts", () => {
	const spec = linkPresets["cross-province"];
	// Ten hours at 100 packets a second: about 2,400 bursts.
	const long = fates(spec, 3_600_000, 10);

	it("lose the share of time that was asked for", () =>
		expect(Math.abs(lossOf(long) - 0.02)).toBeLessThan(0.002));

	it("last as long as was asked for in the mean", () => {
		const runs = runsOfLoss(long);
		const meanMs = (runs.reduce((sum, length) => sum + length, 0) / runs.length) * 10;
		expect(Math.abs(meanMs - 300)).toBeLessThan(30);
	});

	it("do not depend on how many packets look", () => {
		const sparse = createImpairment(spec, createRandom(1));
		for (let index = 0; index < 20_000; index += 1) {
			const fate = sparse.decide(index * 500, 150);
			expect("lost" in fate).toBe("lost" in (long[index * 50] as Fate));
		}
	});

	it("name the cause", () => expect(long.find((fate) => "lost" in fate)).toEqual({ lost: "burst" }));
});

describe("delay", () => {
	const delays = fates({ ...linkPresets.clean, rttMs: 43, jitterMs: 8 }, 20_000, 50).map((fate, index) =>
		"deliverAtMs" in fate ? fate.deliverAtMs - index * 50 : Number.NaN,
	);

	it("is half the round trip in the mean", () => {
		const mean = delays.reduce((sum, each) => sum + each, 0) / delays.length;
		expect(Math.abs(mean - 21.5)).toBeLessThan(0.1);
	});

	it("lies within half the jitter of it, all the way to both sides", () => {
		expect(Math.min(...delays)).toBeGreaterThanOrEqual(17.5);
		expect(Math.min(...delays)).toBeLessThan(17.6);
		expect(Math.max(...delays)).toBeLessThanOrEqual(25.5);
		expect(Math.max(...delays)).toBeGreaterThan(25.4);
	});

	it("never lets a packet overtake another", () => {
		const impairment = createImpairment({ ...linkPresets.clean, rttMs: 43, jitterMs: 40 }, createRandom(1));
		let last = 0;
		for (let at = 0; at < 2000; at += 1) {
			const fate = impairment.decide(at, 150);
			if (!("deliverAtMs" in fate)) throw new Error("a clean link lost a packet");
			expect(fate.deliverAtMs).toBeGreaterThanOrEqual(last);
			last = fate.deliverAtMs;
		}
	});
});

it("carries nothing during a blackout, to the millisecond, and everything else around it", () => {
	const impairment = createImpairment(linkPresets.clean, createRandom(1));
	impairment.blackOut([{ fromMs: 100, untilMs: 200 }]);
	expect([99, 100, 199, 200].map((at) => "lost" in impairment.decide(at, 150))).toEqual([
		false,
		true,
		true,
		false,
	]);
	expect(impairment.decide(200, 150)).not.toEqual({ lost: "blackout" });
});
