import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formBlocks, sumPerBlock } from "../../src/measure/blocks.ts";

/** One question each 100 ms on one node; flagged where told. */
function everyTenth(durationMs: number, flagged: (timeMs: number) => boolean) {
	const times = Float64Array.from({ length: durationMs / 100 }, (_, i) => i * 100);
	return {
		times,
		nodes: new Int32Array(times.length),
		flags: Uint8Array.from(times, (t) => (flagged(t) ? 1 : 0)),
	};
}

const settings = { lengthMs: 5_000, durationMs: 60_000, blackouts: [] };

describe("formBlocks", () => {
	it("cuts a quiet run into windows of the given length", () => {
		const blocks = formBlocks(
			everyTenth(60_000, () => false),
			settings,
		);
		expect(blocks.count).toBe(12);
		expect([...sumPerBlock(blocks)]).toEqual(new Array(12).fill(50));
	});

	it("joins the windows that a stall spans, and only those", () => {
		const blocks = formBlocks(
			everyTenth(60_000, (t) => t >= 13_000 && t < 16_000),
			settings,
		);
		expect(blocks.count).toBe(11);
		expect(blocks.joinedByStall).toBe(1);
		expect([...sumPerBlock(blocks)]).toEqual([50, 50, 100, 50, 50, 50, 50, 50, 50, 50, 50]);
	});

	it("does not join for failures that only touch the boundary from one side", () => {
		const blocks = formBlocks(
			everyTenth(60_000, (t) => t >= 13_000 && t < 15_000),
			settings,
		);
		expect(blocks.count).toBe(12);
	});

	it("keeps its windows when many failures are scattered", () => {
		const scattered = (t: number) => (t * 7919) % 1000 < 300;
		expect(formBlocks(everyTenth(60_000, scattered), settings).count).toBeGreaterThan(8);
	});

	it("sees a stall that strikes several nodes in turn, each of them once on either side", () => {
		const times = Float64Array.from({ length: 600 }, (_, i) => i * 100);
		const nodes = Int32Array.from(times, (_, i) => i % 8);
		const flags = Uint8Array.from(times, (t) => (t >= 14_800 && t < 15_400 ? 1 : 0));
		expect(formBlocks({ times, nodes, flags }, settings).joinedByStall).toBe(1);
	});

	it("puts each imposed blackout into one block", () => {
		const blackouts = [{ startMs: 10_000, durationMs: 25_000 }];
		const blocks = formBlocks(
			everyTenth(60_000, () => false),
			{ ...settings, blackouts },
		);
		expect([...sumPerBlock(blocks)]).toEqual([50, 50, 300, 50, 50, 50, 50]);
		expect(blocks.joinedByStall).toBe(0);
	});

	it("does not count windows in which nothing was asked", () => {
		const { times, nodes, flags } = everyTenth(60_000, () => false);
		const asked = (t: number) => t >= 10_000 && (t < 20_000 || t >= 30_000);
		const kept = times.filter(asked);
		const blocks = formBlocks({ times: kept, nodes, flags: flags.slice(0, kept.length) }, settings);
		expect([...sumPerBlock(blocks)]).toEqual(new Array(8).fill(50));
	});

	it("adds a last window of less than half a length to the one before", () => {
		const blocks = formBlocks(
			everyTenth(62_000, () => false),
			{ ...settings, durationMs: 62_000 },
		);
		expect([...sumPerBlock(blocks)].at(-1)).toBe(70);
	});

	it("stays as it is when the arms are exchanged within one of its blocks", () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 100, maxLength: 100 }),
				fc.nat(),
				(failures, pick) => {
					const times = Float64Array.from(failures, (_, i) => i * 600);
					const nodes = new Int32Array(times.length);
					const union = (pairs: [boolean, boolean][]) => Uint8Array.from(pairs, ([a, b]) => Number(a || b));
					const before = formBlocks({ times, nodes, flags: union(failures) }, settings);
					const block = pick % before.count;
					const exchanged = failures.map(([a, b], i): [boolean, boolean] =>
						before.of[i] === block ? [b, a] : [a, b],
					);
					expect(formBlocks({ times, nodes, flags: union(exchanged) }, settings)).toEqual(before);
				},
			),
			{ seed: 5, numRuns: 200 },
		);
	});
});
