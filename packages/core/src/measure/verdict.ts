import type { Comparison, Interval, QuantileEstimate, Verdict } from "../report/bench-report.ts";
import { pointsRangeText, pointsSizeText, pointsText } from "../report/number-text.ts";
import type { Difference } from "./difference.ts";
import { sameLatencyMs, sameRate, within } from "./practical-size.ts";

/** Error level of every verdict. */
export const alpha = 0.05;
/** Below this many episodes an interval over bursts is only approximate. */
export const fewEpisodes = 20;

export interface VerdictContext {
	/** Adjusted p-values of the two endpoints. */
	adjusted: { failures: number; p99: number };
	/** How many p-values the smallest was held against: two for each node, or for the whole run. */
	family: number;
	durationMs: number;
	blackouts: number;
	/** Ended by someone who may have looked at the figures before. */
	interrupted: boolean;
}

const seconds = (ms: number) =>
	ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`;

/** Whether both endpoints and the typical latency are shown to be as good as equal. */
function shownSame({ figures, p50, p99 }: Difference): boolean {
	const { failureRateDelta, typicalRatio } = figures;
	const { estimate: typicalMs } = p50.baseline;
	if (!within(failureRateDelta, sameRate) || typicalRatio === null || typicalMs === null) return false;
	const shift = (ratio: number) => (ratio - 1) * typicalMs;
	const typical = { low: shift(typicalRatio.low), high: shift(typicalRatio.high) };
	if (!within(typical, sameLatencyMs(typicalMs))) return false;
	// With p99 in the failed mass of both arms, the failure rates have said it all.
	if (p99.arm.beyondDeadline === true && p99.baseline.beyondDeadline === true) return true;
	const { deltaMs } = figures.p99;
	return deltaMs !== null && within(deltaMs, sameLatencyMs(p99.baseline.estimate ?? 0));
}

/** Whether the quantiles, too, can be said to differ: both are known, and not both in the failed mass. */
function differ({ arm, baseline }: { arm: QuantileEstimate; baseline: QuantileEstimate }): boolean {
	const beyond = [arm, baseline].filter(({ beyondDeadline }) => beyondDeadline === true).length;
	const measured = [arm, baseline].filter(({ estimate }) => estimate !== null).length;
	return beyond < 2 && beyond + measured === 2;
}

function annotate(difference: Difference, verdict: Verdict, context: VerdictContext): string[] {
	const { adjusted, blackouts, interrupted } = context;
	const { failureRateDelta, episodes } = difference.figures;
	const annotations: string[] = [];
	const bursts = failureRateDelta.method !== "newcombe";
	if (bursts && Math.max(episodes.arm, episodes.baseline) < fewEpisodes) annotations.push("few episodes");
	const decided = verdict === "better" || verdict === "worse";
	if (decided && adjusted.failures <= alpha && spansZero(failureRateDelta))
		annotations.push("size uncertain");
	if (blackouts === 1) annotations.push("one imposed blackout is one episode");
	if (blackouts > 1) annotations.push(`${blackouts} imposed blackouts are ${blackouts} episodes`);
	if (interrupted) annotations.push("interrupted");
	return annotations;
}

const spansZero = ({ low, high }: Interval) => low <= 0 && high >= 0;

function decide(
	difference: Difference,
	{ adjusted, family, durationMs, blackouts }: VerdictContext,
): { verdict: Verdict; reason: string } {
	const { tests, figures } = difference;
	const { failureRateDelta: delta, arm, baseline } = figures;
	// The rarest of 2^blocks sign patterns and its mirror image, held against alpha by Holm.
	const blocksNeeded = 1 + Math.ceil(Math.log2(family / alpha));

	if (tests.blocks.count < blocksNeeded) {
		const enough = (durationMs * blocksNeeded) / tests.blocks.count;
		return {
			verdict: "inconclusive",
			reason: `${tests.blocks.count} independent blocks of time cannot show a difference, ${blocksNeeded} are the least: measure for ${seconds(enough)}.`,
		};
	}
	const size = `failures ${pointsText(delta.estimate)} (95% interval ${pointsRangeText(delta)}), ${figures.p99.statement}`;
	// Before any p-value: with enough resolutions every difference is significant, however small.
	if (shownSame(difference)) {
		return { verdict: "same", reason: `${arm} and ${baseline} differ by no more than matters: ${size}.` };
	}

	const shown = [
		{ what: "failures", p: adjusted.failures, difference: tests.failures.difference },
		...(differ(difference.p99) ? [{ what: "p99", p: adjusted.p99, difference: tests.p99.difference }] : []),
	].filter(({ p }) => p <= alpha);
	const better = shown.filter((endpoint) => endpoint.difference < 0).map(({ what }) => what);
	const worse = shown.filter((endpoint) => endpoint.difference > 0).map(({ what }) => what);
	if (better.length > 0 && worse.length > 0) {
		return {
			verdict: "inconclusive",
			reason: `${arm} is better in ${better.join()} but worse in ${worse.join()}: ${size}.`,
		};
	}
	if (better.length > 0)
		return { verdict: "better", reason: `${arm} is better in ${better.join(" and ")}: ${size}.` };
	if (worse.length > 0)
		return { verdict: "worse", reason: `${arm} is worse in ${worse.join(" and ")}: ${size}.` };

	const unequal = tests.failures.unequalBlocks;
	if (Math.abs(delta.estimate) > sameRate && unequal < blocksNeeded) {
		const remedy =
			blackouts > 0
				? `impose ${blocksNeeded} blackouts or measure for ${seconds((durationMs * blocksNeeded) / unequal)}`
				: `measure for ${seconds((durationMs * blocksNeeded) / unequal)}`;
		return {
			verdict: "inconclusive",
			reason: `The difference of ${pointsText(delta.estimate)} rests on ${unequal} ${unequal === 1 ? "block" : "blocks"} of time, ${blocksNeeded} are the least: ${remedy}.`,
		};
	}
	return {
		verdict: "no-detectable-difference",
		reason: `No difference was shown; one of ${pointsSizeText(figures.detectable as number)} in failures would have been seen four times out of five.`,
	};
}

/** Passes the verdict on a difference whose p-values have been adjusted. */
export function judgeDifference(difference: Difference, context: VerdictContext): Comparison {
	const { verdict, reason } = decide(difference, context);
	return {
		...difference.figures,
		adjusted: context.adjusted,
		verdict,
		reason,
		annotations: annotate(difference, verdict, context),
	};
}
