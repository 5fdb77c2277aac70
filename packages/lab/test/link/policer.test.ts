import { createRandom } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { createPolicer } from "../../src/link/policer.ts";

describe("a policer", () => {
	it("passes what its limit allows and drops the rest, in bytes", () => {
		const policer = createPolicer(1e6, null, createRandom(1));
		let passed = 0;
		// 2 Mbit/s of 500-byte packets for 20 s against a limit of 1 Mbit/s.
		for (let at = 0; at < 20_000; at += 2) if (policer.admits(at, 500)) passed += 500;
		expect((passed * 8) / 20).toBeGreaterThan(0.99e6);
		expect((passed * 8) / 20).toBeLessThan(1.01e6);
	});

	it("drops nothing below its limit", () => {
		const policer = createPolicer(1e6, null, createRandom(1));
		for (let at = 0; at < 20_000; at += 10) expect(policer.admits(at, 500)).toBe(true);
	});

	it("lets a burst pass that its bucket holds, and no more", () => {
		const policer = createPolicer(1e6, null, createRandom(1));
		// The bucket holds two full packets of 1,340 bytes.
		expect([1340, 1340, 1].map((bytes) => policer.admits(0, bytes))).toEqual([true, true, false]);
	});

	it("drops small packets too when bulk traffic takes the tokens", () => {
		const policer = createPolicer(1e6, 8e6, createRandom(1));
		let dropped = 0;
		for (let index = 0; index < 20_000; index += 1) if (!policer.admits(index * 10, 160)) dropped += 1;
		expect(dropped / 20_000).toBeGreaterThan(0.02);
		expect(dropped / 20_000).toBeLessThan(0.1);
	});
});
