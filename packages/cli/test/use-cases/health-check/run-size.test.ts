import { defaultSlo, parseSlo, rateFor } from "@localdns/core/health";
import { describe, expect, it } from "vitest";
import { deadlineFor, leastLengthMs, refuseOversized } from "../../../src/use-cases/health-check/run-size.ts";

const parsed = parseSlo(defaultSlo);
const slo = parsed.ok ? parsed.slo : [];
const durationMs = 60_000;

describe("the size of a run", () => {
	it("on 1,000 nodes is 60,000 resolutions and six minutes and a half, and its Job has more than twice as long", () => {
		expect(rateFor(slo, 1000, durationMs)).toBe(1);
		expect(leastLengthMs(1000, durationMs) / 1000).toBe(370);
		expect(deadlineFor(1000, durationMs) / 1000).toBe(840);
	});

	it("leaves a small cluster's deadline as it is, however many nodes join", () => {
		for (const nodes of [1, 3, 100, 220]) expect(deadlineFor(nodes, durationMs)).toBe(durationMs + 480_000);
	});

	it("always fits into the deadline that install gives it, with the patience that each step has", () => {
		for (let nodes = 1; nodes <= 5000; nodes += 7)
			for (const duration of [10_000, 60_000, 600_000]) {
				const most = leastLengthMs(nodes, duration) + 120_000 + 60_000 + 30_000;
				expect(deadlineFor(nodes, duration)).toBeGreaterThan(most);
			}
	});
});

describe("a run that is too large", () => {
	it("is refused with a rate that it could have", () => {
		const large = { nodes: 1000, rate: 20, durationMs: 600_000 };
		expect(() => refuseOversized(large)).toThrow(
			expect.objectContaining({
				code: "LDNS768",
				message: "20 resolutions/s on 1000 nodes for 600 s are 12000000 resolutions; a run holds 1500000",
				hint: "--rate 2, or a shorter --duration",
			}),
		);
		expect(() => refuseOversized({ ...large, rate: 2 })).not.toThrow();
	});

	it("is refused where it could not end before it is ended", () => {
		const late = { nodes: 1600, rate: 1, durationMs, withinMs: 540_000 };
		expect(() => refuseOversized(late)).toThrow(
			expect.objectContaining({
				code: "LDNS769",
				message: "a run on 1600 nodes takes 544 s at least, and this one is ended after 540 s",
			}),
		);
		expect(() => refuseOversized({ ...late, withinMs: undefined })).not.toThrow();
		expect(() => refuseOversized({ ...late, withinMs: deadlineFor(1600, durationMs) })).not.toThrow();
	});
});
