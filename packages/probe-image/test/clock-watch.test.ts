import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ClockWatch } from "../src/clock-watch.ts";

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
});
afterEach(() => {
	vi.useRealTimers();
});

/** Sets the wall clock, as a user or an NTP client does; the other one goes on as before. */
const setClock = (byMs: number) => vi.setSystemTime(Date.now() + byMs);

describe("ClockWatch", () => {
	it("notes when the clock was set forward and back, and by how much", () => {
		const watch = new ClockWatch(performance.now() + 5000);
		vi.advanceTimersByTime(2500);
		setClock(3_600_000);
		vi.advanceTimersByTime(10_000);
		setClock(-150);
		watch.close();
		expect(watch.steps).toEqual([
			{ atMs: -2000, byMs: 3_600_000 },
			{ atMs: 7500, byMs: -150 },
		]);
	});

	it("takes no notice of a clock that is corrected little by little", () => {
		const watch = new ClockWatch(performance.now());
		for (let i = 0; i < 100; i++) {
			vi.advanceTimersByTime(1000);
			setClock(99);
		}
		watch.close();
		expect(watch.steps).toEqual([]);
	});

	it("stops counting where the clock is set all the time", () => {
		const watch = new ClockWatch(performance.now());
		for (let i = 0; i < 300; i++) {
			vi.advanceTimersByTime(1000);
			setClock(500);
		}
		watch.close();
		expect(watch.steps).toHaveLength(100);
	});
});
