import { describe, expect, it } from "vitest";
import { OpenLoop } from "../src/open-loop.ts";

const planned = (startMs: number, offsets: number[]) =>
	offsets.map((offset, item) => ({ atMs: startMs + offset, item }));

describe("OpenLoop", () => {
	it("fires every item in order, at its instant and never before", async () => {
		const fired: { item: number; lateMs: number }[] = [];
		const startMs = performance.now() + 20;
		const loop = new OpenLoop(planned(startMs, [0, 0, 7, 20.5, 60]), ({ atMs, item }) => {
			fired.push({ item, lateMs: performance.now() - atMs });
		});
		await loop.run();
		expect(fired.map((each) => each.item)).toEqual([0, 1, 2, 3, 4]);
		for (const { lateMs } of fired) expect(lateMs).toBeGreaterThanOrEqual(0);
		expect([...fired].sort((a, b) => a.lateMs - b.lateMs)[2]?.lateMs).toBeLessThan(5);
	});

	it("skips nothing when the event loop was blocked, and is late for that part only", async () => {
		const late: number[] = [];
		const startMs = performance.now() + 20;
		const loop = new OpenLoop(planned(startMs, [0, 50, 100, 150, 400]), ({ atMs, item }) => {
			late.push(performance.now() - atMs);
			if (item === 0) while (performance.now() < startMs + 200);
		});
		await loop.run();
		expect(late).toHaveLength(5);
		expect(late[1]).toBeGreaterThanOrEqual(150);
		expect(late[3]).toBeGreaterThanOrEqual(50);
		expect(late[4]).toBeLessThan(50);
	});

	it("tells how far the next instant is, and that there is none after the last", async () => {
		const loop = new OpenLoop(planned(performance.now() + 1000, [0]), () => {});
		expect(loop.msToNext).toBeGreaterThan(900);
		loop.stop();
		expect(loop.msToNext).toBe(Number.POSITIVE_INFINITY);
	});

	it("ends at once when it is stopped", async () => {
		const fired: number[] = [];
		const loop = new OpenLoop(planned(performance.now(), [0, 60_000]), ({ item }) => fired.push(item));
		const ended = loop.run();
		setTimeout(() => loop.stop(), 20);
		await ended;
		expect(fired).toEqual([0]);
	});
});
