import type { Random } from "@localdns/core/measure";
import { createPolicer, type Policer } from "./policer.ts";
import type { LinkSpec } from "./spec.ts";

type LossCause = "random" | "burst" | "policed" | "blackout";
export type Fate = { deliverAtMs: number } | { lost: LossCause };

/** A time in which nothing passes, on the clock of `decide`. */
interface BlackoutWindow {
	fromMs: number;
	untilMs: number;
}

/** What one direction of the link does to its packets. */
export interface Impairment {
	/** Decides the fate of a packet of this outer size that arrives now; time never goes back. @default it is policed */
	decide(nowMs: number, bytes: number, isPoliced?: boolean): Fate;
	blackOut(windows: readonly BlackoutWindow[]): void;
}

/**
 * One direction of a link: blackout, then policer, then loss, then delay. Delivery keeps the order of
 * arrival, as one path does. The same seed and the same arrivals give the same fates.
 */
export function createImpairment(spec: LinkSpec, random: Random): Impairment {
	const losesPacket =
		spec.burstMs === null
			? independentLoss(spec.loss, random.fork("loss"))
			: burstLoss(spec.loss, spec.burstMs, random.fork("burst"));
	const lossCause = spec.burstMs === null ? "random" : "burst";
	const policer = policerOf(spec, random);
	const jitter = random.fork("jitter");
	let windows: readonly BlackoutWindow[] = [];
	let lastDeliveryMs = Number.NEGATIVE_INFINITY;
	return {
		decide(nowMs, bytes, isPoliced = true) {
			if (windows.some((window) => nowMs >= window.fromMs && nowMs < window.untilMs))
				return { lost: "blackout" };
			if (isPoliced && policer !== undefined && !policer.admits(nowMs, bytes)) return { lost: "policed" };
			if (losesPacket(nowMs)) return { lost: lossCause };
			const delayMs = spec.rttMs / 2 + (jitter.next() - 0.5) * spec.jitterMs;
			lastDeliveryMs = Math.max(lastDeliveryMs, nowMs + delayMs);
			return { deliverAtMs: lastDeliveryMs };
		},
		blackOut(next) {
			windows = next;
		},
	};
}

function policerOf(
	{ udpLimitBitsPerSecond, loadBitsPerSecond }: LinkSpec,
	random: Random,
): Policer | undefined {
	if (udpLimitBitsPerSecond === null) return undefined;
	if (udpLimitBitsPerSecond === 0) return { admits: () => false };
	return createPolicer(udpLimitBitsPerSecond, loadBitsPerSecond, random.fork("load"));
}

function independentLoss(loss: number, random: Random): () => boolean {
	return () => random.next() < loss;
}

/**
 * Gilbert's model in continuous time: the link is good or bad, a bad one loses everything, the times in
 * both states are exponential. Mean time bad = `burstMs`, share of time bad = `loss`.
 */
function burstLoss(loss: number, burstMs: number, random: Random): (nowMs: number) => boolean {
	if (loss === 0) return () => false;
	const goodMs = (burstMs * (1 - loss)) / loss;
	let bad = random.next() < loss;
	let changeMs: number | undefined;
	return (nowMs) => {
		changeMs ??= nowMs + random.exponential(bad ? burstMs : goodMs);
		while (changeMs <= nowMs) {
			bad = !bad;
			changeMs += random.exponential(bad ? burstMs : goodMs);
		}
		return bad;
	};
}
