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
});
