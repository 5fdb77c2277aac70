import { LocaldnsError } from "@localdns/core";
import { describe, expect, it } from "vitest";
import { type BenchFlags, parseBenchFlags } from "../src/bench-settings.ts";

const flags: BenchFlags = { stub: "glibc" };
const parse = (changed: Partial<BenchFlags>) => parseBenchFlags({ ...flags, ...changed }, () => 4711);

describe("the flags of bench --lab", () => {
	it("measures two minutes, and 45 s when quick", () => {
		expect(parse({}).durationMs).toBe(120_000);
		expect(parse({ quick: true }).durationMs).toBe(45_000);
		expect(parse({ quick: true, duration: "1m30s" }).durationMs).toBe(90_000);
	});

	it("draws a seed only when none was given", () => {
		expect(parse({}).seed).toBe(4711);
		expect(parse({ seed: "7" }).seed).toBe(7);
	});

	it("reads blackouts", () => {
		expect(parse({ duration: "60s", blackout: ["25s@15s", "1s@50s"] }).blackouts).toEqual([
			{ startMs: 15_000, durationMs: 25_000 },
			{ startMs: 50_000, durationMs: 1_000 },
		]);
	});

	it("takes link, blackouts and length from a run, the length unless another is asked for", () => {
		const link = {
			spec: "rtt=43ms,loss=5%",
			blackouts: [
				{ startMs: 10_000, durationMs: 5_000 },
				{ startMs: 40_000, durationMs: 20_000 },
				{ startMs: 100_000, durationMs: 5_000 },
			],
			durationMs: 900_000,
			like: { runId: "a", startedAt: "2026-11-01T00:00:00Z", node: "far", arm: "direct", basis: [] },
		};
		const like = (changed: Partial<BenchFlags>) =>
			parseBenchFlags({ ...flags, like: "run.json", ...changed }, () => 1, link);
		expect(like({})).toMatchObject({ durationMs: 900_000, linkText: link.spec, like: link.like });
		expect(like({}).link).toMatchObject({ rttMs: 43, loss: 0.05 });
		expect(like({ quick: true })).toMatchObject({
			durationMs: 45_000,
			blackouts: [
				{ startMs: 10_000, durationMs: 5_000 },
				{ startMs: 40_000, durationMs: 5_000 },
			],
		});
		expect(() => like({ link: "clean" })).toThrow("--link");
		expect(() => like({ blackout: ["1s@1s"] })).toThrow("--blackout");
		expect(() => parse({ likeNode: "far" })).toThrow("needs --like");
	});

	it.each([
		[{ duration: "60" }, "--duration", "60"],
		[{ duration: "1s" }, "--duration", "1s"],
		[{ duration: "2h" }, "--duration", "2h"],
		[{ rate: "0" }, "--rate", "0"],
		[{ rate: "51" }, "--rate", "51"],
		[{ rate: "fast" }, "--rate", "fast"],
		[{ seed: "-1" }, "--seed", "-1"],
		[{ seed: "1e3" }, "--seed", "1e3"],
		[{ seed: "9007199254740993" }, "--seed", "9007199254740993"],
		[{ stub: "windows" }, "--stub", "windows"],
		[{ link: "loss=5" }, "--link", "loss=5"],
		[{ link: "rtt=fast" }, "--link", "rtt=fast"],
		[{ link: "speed=3ms" }, "--link", "speed=3ms"],
		[{ blackout: ["25s"] }, "--blackout", "25s"],
		[{ duration: "30s", blackout: ["25s@15s"] }, "--blackout", "25s@15s"],
	] as const)("names flag, reading and what is allowed for %j", (changed, flag, read) => {
		try {
			parse(changed as Partial<BenchFlags>);
			expect.unreachable();
		} catch (error) {
			expect(error).toBeInstanceOf(LocaldnsError);
			const { code, message, exitCode } = error as LocaldnsError;
			expect(code).toBe("LDNS101");
			expect(exitCode).toBe(2);
			expect(message).toContain(flag);
			expect(message).toContain(read);
			expect(message).toContain("allowed is");
		}
	});
});
