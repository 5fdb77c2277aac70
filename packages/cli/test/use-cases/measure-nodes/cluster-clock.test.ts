import { describe, expect, it } from "vitest";
import { ClusterClock } from "../../../src/use-cases/measure-nodes/cluster-clock.ts";

const created = (ms: number) => ({
	metadata: { creationTimestamp: new Date(Math.floor(ms / 1000) * 1000).toISOString() },
});
const now = Date.parse("2026-01-01T00:00:00.700Z");

describe("the cluster's clock", () => {
	it("is this machine's where requests alone explain the difference", () => {
		const clock = new ClusterClock();
		clock.take(created(now + 300), now, now + 400);
		expect(clock.aheadMs).toBe(0);
		expect(new ClusterClock().aheadMs).toBe(0);
	});

	it("is ahead or behind by at least what creation times say, and more of them say it better", () => {
		for (const offset of [90_000, -90_000]) {
			const clock = new ClusterClock();
			clock.take(created(now + offset), now, now + 3000);
			const first = Math.abs(clock.aheadMs - offset);
			for (let at = now; at < now + 3000; at += 130) clock.take(created(at + offset), at, at + 20);
			expect(Math.abs(clock.aheadMs - offset)).toBeLessThan(150);
			expect(Math.abs(clock.aheadMs - offset)).toBeLessThanOrEqual(first);
		}
	});

	it("holds a node's clock against the cluster's, wherever this machine's is", () => {
		const clock = new ClusterClock();
		for (let at = now; at < now + 3000; at += 130) clock.take(created(at + 600_000), at, at + 20);
		const between: [number, number] = [now, now + 5000];
		expect(clock.aheadOfCluster(now + 600_000 + 2000, ...between)).toBe(0);
		expect(clock.aheadOfCluster(now + 600_000 + 45_000, ...between)).toBeGreaterThan(39_000);
		expect(clock.aheadOfCluster(now + 600_000 - 40_000, ...between)).toBeLessThan(-39_000);
	});

	it("takes no notice of an object without a time", () => {
		const clock = new ClusterClock();
		clock.take({}, now, now);
		expect(clock.aheadMs).toBe(0);
	});
});
