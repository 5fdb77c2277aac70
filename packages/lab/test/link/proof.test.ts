import type { LinkCounters } from "@localdns/core/report";
import { describe, expect, it } from "vitest";
import { judgeProof } from "../../src/link/proof.ts";
import { linkPresets } from "../../src/link/spec.ts";

const counted = (packets: number, lost: Partial<LinkCounters["lost"]> = {}): LinkCounters => ({
	packets,
	lost: { random: 0, burst: 0, policed: 0, blackout: 0, ...lost },
});

const roundTrips = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);

describe("judgeProof", () => {
	it("believes a link whose losses and delay are those asked for", () => {
		const proof = judgeProof(
			linkPresets.lossy,
			{ sent: 1000, rttMs: roundTrips(902, 43.6) },
			{ toNear: counted(1000, { random: 52 }), toFar: counted(948, { random: 46 }) },
		);
		expect(proof).toMatchObject({ sent: 1000, lost: 98, rttMs: { p50: 43.6 }, inForce: true });
		expect(proof.expectedLoss).toBeCloseTo(0.0975, 10);
	});

	it("does not believe a link that loses nothing where it should", () => {
		const proof = judgeProof(
			linkPresets.lossy,
			{ sent: 1000, rttMs: roundTrips(1000, 43) },
			{ toNear: counted(1000), toFar: counted(1000) },
		);
		expect(proof.inForce).toBe(false);
		expect(proof.reason).toBe("0 of 1000 echo packets were lost where 9.75% was to be expected");
	});

	it("notices packets that something else lost", () => {
		const proof = judgeProof(
			linkPresets.clean,
			{ sent: 1000, rttMs: roundTrips(990, 1) },
			{ toNear: counted(1000), toFar: counted(1000) },
		);
		expect(proof.reason).toBe(
			"10 echo packets are missing but the relay dropped 0: something else loses packets",
		);
	});

	it("notices packets that go another way", () => {
		const proof = judgeProof(
			linkPresets.clean,
			{ sent: 1000, rttMs: roundTrips(1000, 1) },
			{ toNear: counted(0), toFar: counted(0) },
		);
		expect(proof.reason).toContain("the relay saw 0 of 1000 echo packets");
	});

	it("notices a delay that is not in force", () => {
		const proof = judgeProof(
			{ ...linkPresets.clean, rttMs: 43 },
			{ sent: 100, rttMs: roundTrips(100, 1) },
			{ toNear: counted(100), toFar: counted(100) },
		);
		expect(proof.reason).toBe("the median round trip was 1.0 ms where 43 ms was asked for");
	});

	it("relies on the relay's counters where bursts are too rare to compare shares", () => {
		const spec = linkPresets["cross-province"];
		const none = judgeProof(
			spec,
			{ sent: 600, rttMs: roundTrips(600, 43) },
			{ toNear: counted(600), toFar: counted(600) },
		);
		expect(none).toMatchObject({ inForce: true, lost: 0 });
		expect(none.reason).toContain("no burst fell into this window");
		const many = judgeProof(
			spec,
			{ sent: 600, rttMs: roundTrips(450, 43) },
			{ toNear: counted(600, { burst: 150 }), toFar: counted(450) },
		);
		expect(many.inForce).toBe(true);
		const disagreeing = judgeProof(
			spec,
			{ sent: 600, rttMs: roundTrips(450, 43) },
			{ toNear: counted(600, { burst: 149 }), toFar: counted(451) },
		);
		expect(disagreeing.inForce).toBe(false);
	});
});
