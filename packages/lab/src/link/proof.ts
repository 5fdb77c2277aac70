import { formatPercentage } from "@localdns/core";
import type { LinkCounters } from "@localdns/core/report";
import type { DirectionCounters } from "./relay-protocol.ts";
import type { LinkSpec } from "./spec.ts";

/** What the sending echo saw. */
export interface EchoResult {
	sent: number;
	/** Round trips that came back, ms. */
	rttMs: number[];
}

/** Proof that the link does what was asked, from real packets beside DNS. */
export interface LinkProof {
	/** Echo datagrams sent from the far side. */
	sent: number;
	/** Those that did not come back. */
	lost: number;
	/** Share of round trips that should be lost: 1 − (1 − loss)². A policer's share is not known before. */
	expectedLoss: number;
	rttMs: { p50: number };
	inForce: boolean;
	/** Why it is in force, or why not, in one sentence. */
	reason: string;
}

/** Two socats, the relay and the echo's own processes add about 0.6 ms, a busy machine some more; nothing takes away. */
const isRttRight = (spec: LinkSpec, p50: number): boolean =>
	p50 >= spec.rttMs - Math.max(0.5, spec.jitterMs / 4) && p50 <= spec.rttMs + Math.max(5, spec.rttMs * 0.2);
/** A right link is called wrong once in 16,000 proofs. */
const sigmas = 4;

const lostOf = ({ lost }: LinkCounters): number => lost.random + lost.burst + lost.policed + lost.blackout;

/** Judges an echo's result against the specification and the relay's own counters. */
export function judgeProof(spec: LinkSpec, echo: EchoResult, counters: DirectionCounters): LinkProof {
	const lost = echo.sent - echo.rttMs.length;
	const expectedLoss = 1 - (1 - spec.loss) ** 2;
	const sorted = echo.rttMs.toSorted((a, b) => a - b);
	const p50 = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
	const proof = { sent: echo.sent, lost, expectedLoss, rttMs: { p50 } };
	const fault = faultOf(spec, proof, counters);
	return fault === undefined
		? { ...proof, inForce: true, reason: agreement(spec, proof) }
		: { ...proof, inForce: false, reason: fault };
}

type Figures = Pick<LinkProof, "sent" | "lost" | "expectedLoss" | "rttMs">;

function faultOf(
	spec: LinkSpec,
	{ sent, lost, expectedLoss, rttMs }: Figures,
	counters: DirectionCounters,
): string | undefined {
	if (counters.toNear.packets !== sent) {
		return `the relay saw ${counters.toNear.packets} of ${sent} echo packets, so others take another way or are lost elsewhere`;
	}
	const decided = lostOf(counters.toNear) + lostOf(counters.toFar);
	if (decided !== lost)
		return `${lost} echo packets are missing but the relay dropped ${decided}: something else loses packets`;
	// Where all UDP is blocked, the echo alone is let through.
	const independent = spec.burstMs === null && !spec.udpLimitBitsPerSecond;
	const deviation = Math.abs(lost - sent * expectedLoss);
	const allowed = sigmas * Math.sqrt(sent * expectedLoss * (1 - expectedLoss)) + 0.5;
	if (independent && deviation > allowed) {
		return `${lost} of ${sent} echo packets were lost where ${formatPercentage(expectedLoss)} was to be expected`;
	}
	// Where nothing came back there is no round trip to judge, and the loss has been judged already.
	if (lost < sent && !isRttRight(spec, rttMs.p50)) {
		return `the median round trip was ${rttMs.p50.toFixed(1)} ms where ${spec.rttMs} ms was asked for`;
	}
	return undefined;
}

function agreement(spec: LinkSpec, { sent, lost, expectedLoss, rttMs }: Figures): string {
	const seen = `${lost} of ${sent} echo packets lost, median ${rttMs.p50.toFixed(1)} ms, as the relay counted`;
	if (spec.udpLimitBitsPerSecond) return `${seen}; what the policer takes depends on the traffic`;
	if (spec.burstMs === null) return `${seen}; expected ${formatPercentage(expectedLoss)}`;
	return lost === 0
		? `${seen}; no burst fell into this window`
		: `${seen}; bursts are too rare here to compare shares`;
}
