import { describe, expect, it } from "vitest";
import { LoopbackEcho } from "../src/loopback-echo.ts";

describe("LoopbackEcho", () => {
	it("notes every round trip, also when several are under way", async () => {
		const echo = await LoopbackEcho.open();
		for (let i = 0; i < 3; i++) echo.measure();
		await new Promise((resolve) => setTimeout(resolve, 100));
		echo.close();
		expect(echo.roundTripsMs).toHaveLength(3);
		for (const ms of echo.roundTripsMs) {
			expect(ms).toBeGreaterThan(0);
			expect(ms).toBeLessThan(100);
		}
	});

	it("keeps an even share of those of a long run, in a bounded space", async () => {
		const echo = await LoopbackEcho.open(8);
		for (let sent = 1; sent <= 100; sent++) {
			echo.measure();
			if (sent % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
			expect(echo.roundTripsMs.length).toBeLessThan(8);
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
		echo.close();
		// One of every 16: those up to the 96th.
		expect(echo.roundTripsMs).toHaveLength(6);
	});
});
