import { describe, expect, it } from "vitest";
import { formBlocks, sumPerBlock } from "../../src/measure/blocks.ts";
import { testEndpoints } from "../../src/measure/endpoint-tests.ts";
import { holm } from "../../src/measure/holm.ts";
import { mcnemarExact } from "../../src/measure/mcnemar.ts";
import type { Pairs } from "../../src/measure/pairs.ts";
import { signFlip } from "../../src/measure/sign-flip.ts";
import { clusterShape, labShape, simulatePairs, type Trouble, type World } from "./simulated-pairs.ts";

/** Seeds are fixed, so this is arithmetic, not luck: docs/decisions/0003-sign-flip-over-blocks.md. */
const seeds = 1_000;
const alpha = 0.05;

/** An endpoint survives Holm: the condition of `better` and `worse`, before `same` is ruled out. */
function decides(pairs: Pairs, { durationMs }: World): boolean {
	const { failures, p99 } = testEndpoints(pairs, { durationMs, blackouts: [] });
	return holm([failures.pValue, p99.pValue]).some((p) => p <= alpha);
}

function mcnemarDecides({ baseline, arm }: Pairs): boolean {
	let onlyBaseline = 0;
	let onlyArm = 0;
	for (let i = 0; i < arm.length; i++) {
		const [one, two] = [baseline[i] === Number.POSITIVE_INFINITY, arm[i] === Number.POSITIVE_INFINITY];
		if (one && !two) onlyBaseline++;
		if (two && !one) onlyArm++;
	}
	return mcnemarExact(onlyBaseline, onlyArm) <= alpha;
}

function fixedBlocksDecide({ times, nodes, baseline, arm }: Pairs, { durationMs }: World): boolean {
	const failed = (column: Float64Array) =>
		column.map((latency) => Number(latency === Number.POSITIVE_INFINITY));
	// Without flags nothing is joined.
	const events = { times, nodes, flags: new Uint8Array(times.length) };
	const blocks = formBlocks(events, { lengthMs: 5_000, durationMs, blackouts: [] });
	const [one, two] = [sumPerBlock(blocks, failed(baseline)), sumPerBlock(blocks, failed(arm))];
	return signFlip(one.map((count, b) => count - (two[b] as number))) <= alpha;
}

function shareOfSeeds(
	world: World,
	name: string,
	rule: (pairs: Pairs, world: World) => boolean,
	of = seeds,
): number {
	let alarms = 0;
	for (let seed = 0; seed < of; seed++) if (rule(simulatePairs(world, `${name}/${seed}`), world)) alarms++;
	return alarms / of;
}

/** Both arms suffer alike, each for itself. */
const alike = (trouble: Trouble) => ({ baseline: trouble, arm: trouble });
const none = alike({});
const lab120 = { ...labShape, durationMs: 120_000 };

const patchy = { nodes: 1, rate: 5, durationMs: 120_000 };

const worlds: Record<string, World> = {
	"lab, 60 s, independent loss of 2 %": { ...labShape, ...alike({ loss: 0.02 }) },
	"lab, 60 s, independent loss of 30 %": { ...labShape, ...alike({ loss: 0.3 }) },
	"lab, 60 s, arms stall 10 % of the time": { ...labShape, ...alike({ share: 0.1 }) },
	"lab, 120 s, arms stall 20 % of the time": { ...lab120, ...alike({ share: 0.2 }) },
	"lab, 120 s, arms stall 10 % and lose 10 %": { ...lab120, ...alike({ share: 0.1, loss: 0.1 }) },
	"lab, 120 s, arms hold answers back 5 % of the time": {
		...lab120,
		...alike({ share: 0.05, delays: true }),
	},
	"lab, 60 s, shared bursts": { ...labShape, ...none, shared: { share: 0.1 } },
	"lab, 5/s, 45 s, arms stall 20 %": { nodes: 1, rate: 5, durationMs: 45_000, ...alike({ share: 0.2 }) },
	"lab, 5/s, 120 s, arms half bad for 3 to 10 s at a time": {
		...patchy,
		...alike({ share: 0.2, lastsMs: [3_000, 10_000], depth: 0.5 }),
	},
	"lab, 5/s, 120 s, arms half bad for 10 to 40 s at a time": {
		...patchy,
		...alike({ share: 0.2, lastsMs: [10_000, 40_000], depth: 0.5 }),
	},
	"cluster, independent loss of 2 %": { ...clusterShape, ...alike({ loss: 0.02 }) },
	"cluster, arms stall 4 % of the time, on all nodes at once": { ...clusterShape, ...alike({ share: 0.04 }) },
	"cluster, arms stall 2 % of the time, each node for itself": {
		...clusterShape,
		...alike({ share: 0.02 }),
		perNode: true,
	},
	"cluster, shared bursts": { ...clusterShape, ...none, shared: { share: 0.04 } },
	"cluster, arms half bad for 10 to 40 s at a time": {
		...clusterShape,
		...alike({ share: 0.08, lastsMs: [10_000, 40_000], depth: 0.5 }),
	},
};

describe("the verdict between arms that do not differ", { timeout: 120_000 }, () => {
	it.for(Object.keys(worlds))(
		"is better or worse in at most six of a hundred runs: %s",
		async (name, { annotate }) => {
			const share = shareOfSeeds(worlds[name] as World, name, decides);
			await annotate(`better or worse in ${(100 * share).toFixed(1)} % of ${seeds} runs`);
			expect(share).toBeLessThanOrEqual(0.06);
		},
	);

	it("would be wrong in most runs with McNemar's test on pairs, once the arms stall", async ({
		annotate,
	}) => {
		const name = "lab, 120 s, arms stall 20 % of the time";
		const mcnemar = shareOfSeeds(worlds[name] as World, name, mcnemarDecides, 200);
		await annotate(`McNemar: ${(100 * mcnemar).toFixed(1)} % of 200 runs`);
		expect(mcnemar).toBeGreaterThan(0.5);
	});

	it("would be wrong too often with blocks of 5 s whatever was seen, once trouble lasts longer", async ({
		annotate,
	}) => {
		const name = "lab, 5/s, 120 s, arms half bad for 10 to 40 s at a time";
		const fixed = shareOfSeeds(worlds[name] as World, name, fixedBlocksDecide);
		await annotate(`blocks of 5 s: ${(100 * fixed).toFixed(1)} % of ${seeds} runs`);
		expect(fixed).toBeGreaterThan(0.15);
	});
});
