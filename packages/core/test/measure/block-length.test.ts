import { describe, expect, it } from "vitest";
import { chooseBlocks, justifyBlocks } from "../../src/measure/block-length.ts";
import { createRandom } from "../../src/measure/random.ts";

function events(durationMs: number, flagged: (timeMs: number, chance: number) => boolean) {
	const random = createRandom("block-length");
	const times = Float64Array.from({ length: durationMs / 100 }, (_, i) => i * 100);
	const flags = Uint8Array.from(times, (t) => (flagged(t, random.next()) ? 1 : 0));
	return { times, nodes: new Int32Array(times.length), flags };
}

const run = { durationMs: 600_000, blackouts: [] };

describe("chooseBlocks", () => {
	it("keeps the shortest windows when failures are scattered at random", () => {
		const blocks = chooseBlocks(
			events(600_000, (_, chance) => chance < 0.05),
			run,
		);
		expect(blocks.lengthMs).toBe(2_500);
	});

	it("lengthens them when the link is half bad for 20 s at a time, which no run of failures shows", () => {
		const blocks = chooseBlocks(
			events(600_000, (t, chance) => t % 100_000 < 20_000 && chance < 0.3),
			run,
		);
		expect(blocks.lengthMs).toBeGreaterThanOrEqual(10_000);
		expect(blocks.lengthMs).toBeLessThanOrEqual(40_000);
		expect(justifyBlocks(blocks, 0)).toContain("carried over");
	});

	it("ends with too few blocks rather than with dependent ones", () => {
		const blocks = chooseBlocks(
			events(60_000, (t, chance) => t < 30_000 && chance < 0.5),
			{ ...run, durationMs: 60_000 },
		);
		expect(blocks.count).toBeLessThan(7);
	});
});
