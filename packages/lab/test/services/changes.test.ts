import { createRandom } from "@localdns/core/measure";
import { describe, expect, it } from "vitest";
import { planChanges } from "../../src/services/changes.ts";
import { steadyServices } from "../../src/services/service.ts";

const plan = (seed: number) => planChanges(60_000, createRandom(seed));

describe("planChanges", () => {
	it("has Services appear, move and vanish, all within the measured part and in order of time", () => {
		for (let seed = 0; seed < 200; seed += 1) {
			const changes = plan(seed);
			expect(changes.map(({ kind }) => kind).toSorted()).toEqual([
				"appears",
				"appears",
				"moves",
				"moves",
				"moves",
				"vanishes",
			]);
			const times = changes.map(({ atMs }) => atMs);
			expect(times).toEqual(times.toSorted((a, b) => a - b));
			expect(times[0]).toBeGreaterThan(0);
			expect(times.at(-1)).toBeLessThan(60_000);
		}
	});

	it("plans the same for the same seed, something else for another", () => {
		expect(plan(7)).toEqual(plan(7));
		expect(plan(7)).not.toEqual(plan(8));
	});

	it("moves three different Services, none of which K3s brings, to addresses that nobody had", () => {
		const moved = plan(7).filter(({ kind }) => kind === "moves");
		expect(new Set(moved.map(({ service }) => service.name)).size).toBe(3);
		for (const { service } of moved) {
			expect(["kube-system"]).not.toContain(service.namespace);
			expect(service.name).not.toBe("kubernetes");
			expect(steadyServices.map(({ clusterIp }) => clusterIp)).not.toContain(service.clusterIp);
		}
	});
});
