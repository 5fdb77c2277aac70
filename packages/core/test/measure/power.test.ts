import { describe, expect, it } from "vitest";
import { measureDifference } from "../../src/measure/difference.ts";
import { testEndpoints } from "../../src/measure/endpoint-tests.ts";
import { holm } from "../../src/measure/holm.ts";
import { clusterShape, describedArm, labShape, simulatePairs, type World } from "./simulated-pairs.ts";

const seeds = 200;

function shareBetter(world: World, name: string): number {
	let better = 0;
	for (let seed = 0; seed < seeds; seed++) {
		const pairs = simulatePairs(world, `${name}/${seed}`);
		const { failures, p99 } = testEndpoints(pairs, { durationMs: world.durationMs, blackouts: [] });
		const [adjusted] = holm([failures.pValue, p99.pValue]) as [number, number];
		if (adjusted <= 0.05 && failures.difference < 0) better++;
	}
	return better / seeds;
}

const inPercent = (share: number) => `better in ${(100 * share).toFixed(1)} % of ${seeds} runs`;

const fall = { baseline: { share: 0.02 }, arm: { share: 0.001 } };

describe("the verdict between arms that differ", { timeout: 60_000 }, () => {
	it("finds a fall from 2 % to 0.1 % in a cluster in at least 90 % of runs, losses independent", async ({
		annotate,
	}) => {
		const world = { ...clusterShape, baseline: { loss: 0.02 }, arm: { loss: 0.001 } };
		const share = shareBetter(world, "independent");
		await annotate(inPercent(share));
		expect(share).toBeGreaterThanOrEqual(0.9);
	});

	it("and when each node stalls for itself", async ({ annotate }) => {
		const share = shareBetter({ ...clusterShape, ...fall, perNode: true }, "stalls per node");
		await annotate(inPercent(share));
		expect(share).toBeGreaterThanOrEqual(0.9);
	});

	it("finds it less often when all nodes stall at once, because then ten stalls are all there is", async ({
		annotate,
	}) => {
		const share = shareBetter({ ...clusterShape, ...fall }, "stalls of all nodes");
		await annotate(inPercent(share));
		expect(share).toBeGreaterThan(0.6);
		expect(share).toBeLessThan(0.95);
	});

	it("finds a lossy link within the quick run of the lab", async ({ annotate }) => {
		const world = { ...labShape, rate: 5, durationMs: 45_000, baseline: { loss: 0.2 }, arm: { loss: 0.01 } };
		const share = shareBetter(world, "quick lab");
		await annotate(inPercent(share));
		expect(share).toBeGreaterThanOrEqual(0.95);
	});

	it.for<[string, World]>([
		["lab", { ...labShape, baseline: { loss: 0.05 }, arm: { loss: 0.05 } }],
		["cluster", { ...clusterShape, baseline: { loss: 0.02 }, arm: { loss: 0.02 } }],
	])(
		"sees the difference that it calls detectable four times out of five: %s",
		async ([name, world], { annotate }) => {
			const runs = 20;
			let detectable = 0;
			for (let seed = 0; seed < runs; seed++) {
				const pairs = simulatePairs(world, `${name}/alike/${seed}`);
				const { figures } = measureDifference(pairs, {
					arm: describedArm("b", pairs.arm),
					baseline: describedArm("a", pairs.baseline),
					durationMs: world.durationMs,
					deadlineMs: 5_000,
					blackouts: [],
					seed: name,
				});
				detectable += (figures.detectable ?? Number.NaN) / runs;
			}
			const loss = (world.baseline.loss ?? 0) + detectable;
			const share = shareBetter({ ...world, baseline: { loss } }, name);
			await annotate(`${(100 * detectable).toFixed(2)} pp: ${inPercent(share)}`);
			expect(share).toBeGreaterThan(0.72);
			expect(share).toBeLessThan(0.88);
		},
	);
});
