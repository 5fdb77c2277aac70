import { describe, expect, it } from "vitest";
import { defaultAlarm, isAlarmed } from "../../src/health/alarm.ts";
import type { HealthVerdict } from "../../src/health/judge-objective.ts";
import { type CarriedStats, judgeScope } from "../../src/health/judge-run.ts";
import { rateFor } from "../../src/health/rate.ts";
import type { Slo } from "../../src/health/slo.ts";
import { createRandom } from "../../src/measure/random.ts";
import { drawRun, type Weather } from "./simulated-runs.ts";

const slo: Slo = [{ name: "failures", share: 0.005 }];
const nodes = 8;
const rate = rateFor(slo, nodes, 60_000);
const seeds = 1000;

/** Of the fixed seeds, the share in which an alarm, and in which a breach, came within so many runs. */
function found(
	weather: Omit<Weather, "nodes" | "rate">,
	runs: number,
	{ scope = nodes, first = weather }: { scope?: number; first?: typeof weather } = {},
): { alarm: number; breach: number } {
	let [alarms, breaches] = [0, 0];
	for (let seed = 0; seed < seeds; seed++) {
		const random = createRandom(`health/${seed}`);
		const verdicts: HealthVerdict[] = [];
		let carried: CarriedStats = [];
		let isOn = false;
		for (let run = 0; run < runs && !isOn; run++) {
			const drawn = drawRun(random, { ...(run === 0 ? first : weather), nodes: scope, rate });
			const judged = judgeScope([drawn], carried, slo, { window: 5, comparisons: nodes / scope });
			carried = judged.carried;
			verdicts.push(judged.verdict);
			isOn = isAlarmed(verdicts, defaultAlarm, isOn);
		}
		if (isOn) alarms++;
		if (verdicts.includes("breach")) breaches++;
	}
	return { alarm: alarms / seeds, breach: breaches / seeds };
}

describe("of 1,000 fixed seeds, eight nodes and a promise of 0.5 %", { timeout: 60_000 }, () => {
	it("at most 5 % end in an alarm within ten runs at half of it, scattered", () => {
		expect(found({ share: 0.0025, burstMs: 0 }, 10).alarm).toBeLessThanOrEqual(0.05);
	});

	it("at most 5 % end in an alarm within ten runs at half of it, in bursts of 300 ms and of 3 s, each node's own or all nodes' at once", () => {
		for (const burstMs of [300, 3000])
			for (const isShared of [false, true])
				expect(found({ share: 0.0025, burstMs, isShared }, 10).alarm).toBeLessThanOrEqual(0.05);
	});

	it("at most 2 % of nodes end in an alarm because of one minute in which half of all failed", () => {
		for (const burstMs of [0, 300]) {
			const { alarm, breach } = found({ share: 0.003, burstMs }, 7, {
				scope: 1,
				first: { share: 0.5, burstMs: 0 },
			});
			expect(breach).toBe(1);
			expect(alarm).toBeLessThanOrEqual(0.02);
		}
	});

	it("at least 95 % end in an alarm within five runs at twice as much, scattered", () => {
		expect(found({ share: 0.01, burstMs: 0 }, 5).alarm).toBeGreaterThanOrEqual(0.95);
	});

	it("in bursts of 300 ms at least 95 % have a breach within five runs and an alarm within ten", () => {
		expect(found({ share: 0.01, burstMs: 300 }, 5).breach).toBeGreaterThanOrEqual(0.95);
		expect(found({ share: 0.01, burstMs: 300 }, 10).alarm).toBeGreaterThanOrEqual(0.95);
	});
});
