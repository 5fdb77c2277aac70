import type { ArmResult, Comparison, Interval, QuantileEstimate } from "../report/bench-report.ts";
import { timeText } from "../report/number-text.ts";
import { quantileDifferenceBootstrap } from "./block-bootstrap.ts";
import { justifyBlocks } from "./block-length.ts";
import { detectableDifference } from "./detectable.ts";
import { type EndpointTests, testEndpoints } from "./endpoint-tests.ts";
import { countEpisodes } from "./episodes.ts";
import { mcnemarExact } from "./mcnemar.ts";
import type { Pairs } from "./pairs.ts";
import { createRandom } from "./random.ts";
import { rateDifferenceInterval } from "./rate-difference.ts";
import { type BlockCounts, dispersionOf } from "./rate-interval.ts";
import { typicalRatio } from "./typical-ratio.ts";

/** An arm by itself: the difference of quantiles is that of the ones shown beside it. */
interface DescribedArm {
	arm: string;
	latencyMs: Pick<ArmResult["latencyMs"], "p50" | "p99">;
}

export interface DifferenceSettings {
	arm: DescribedArm;
	baseline: DescribedArm;
	durationMs: number;
	deadlineMs: number;
	blackouts: readonly { startMs: number; durationMs: number }[];
	/** Of the resamples: seed of the run, with workload, node and arms in it. */
	seed: string;
}

/** All figures of a comparison, before its p-values are adjusted and a verdict is passed. */
export interface Difference {
	tests: EndpointTests;
	figures: Omit<Comparison, "adjusted" | "verdict" | "reason" | "annotations">;
	p50: Quantiles;
	p99: Quantiles;
}

interface Quantiles {
	baseline: QuantileEstimate;
	arm: QuantileEstimate;
}

function quantileText({ estimate, beyondDeadline }: QuantileEstimate, deadlineMs: number): string {
	if (beyondDeadline === true) return `beyond ${deadlineMs / 1000} s`;
	return estimate === null ? "–" : timeText(estimate);
}

const rateOf = (counts: BlockCounts) => dispersionOf(counts).rate;

function p99Interval(
	pairs: Pairs,
	{ blocks }: EndpointTests,
	{ arm, baseline }: Quantiles,
	seed: string,
): Interval | null {
	if (arm.estimate === null || baseline.estimate === null) return null;
	const { low, high } = quantileDifferenceBootstrap(
		{ latencies: pairs.arm, blockOf: blocks.of },
		{ latencies: pairs.baseline, blockOf: blocks.of },
		blocks.count,
		0.99,
		createRandom(seed).fork("bootstrap"),
	);
	if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
	return { estimate: arm.estimate - baseline.estimate, low, high, method: "block-bootstrap" };
}

/** In a sentence a dash says nothing. */
const p99Text = (p99: QuantileEstimate, deadlineMs: number): string =>
	p99.tooFew === true ? "not known (too few resolutions)" : quantileText(p99, deadlineMs);

function discordance({ baseline, arm }: Pairs): Comparison["mcnemar"] {
	const table = { onlyBaselineFailed: 0, onlyArmFailed: 0, bothFailed: 0, neitherFailed: 0 };
	for (let i = 0; i < arm.length; i++) {
		const armFailed = arm[i] === Number.POSITIVE_INFINITY;
		const baselineFailed = baseline[i] === Number.POSITIVE_INFINITY;
		if (armFailed && baselineFailed) table.bothFailed++;
		else if (armFailed) table.onlyArmFailed++;
		else if (baselineFailed) table.onlyBaselineFailed++;
		else table.neitherFailed++;
	}
	return { ...table, pValue: mcnemarExact(table.onlyBaselineFailed, table.onlyArmFailed) };
}

/** Compares an arm with the baseline over the instants at which both were asked. */
export function measureDifference(pairs: Pairs, settings: DifferenceSettings): Difference {
	const { arm, baseline, deadlineMs, blackouts } = settings;
	const tests = testEndpoints(pairs, settings);
	const both = (q: "p50" | "p99") => ({ arm: arm.latencyMs[q], baseline: baseline.latencyMs[q] });
	const p99 = both("p99");
	const failureRateDelta = rateDifferenceInterval(tests.arm, tests.baseline);
	const episodes = (column: Float64Array) =>
		countEpisodes(
			pairs.times.filter((_, i) => column[i] === Number.POSITIVE_INFINITY),
			deadlineMs,
		);
	return {
		tests,
		p50: both("p50"),
		p99,
		figures: {
			arm: arm.arm,
			baseline: baseline.arm,
			failureRateDelta,
			pValue: tests.failures.pValue,
			p99: {
				pValue: tests.p99.pValue,
				deltaMs: p99Interval(pairs, tests, p99, settings.seed),
				statement: `p99 ${p99Text(p99.arm, deadlineMs)} for ${arm.arm}, ${p99Text(p99.baseline, deadlineMs)} for ${baseline.arm}`,
			},
			typicalRatio: typicalRatio(pairs, tests.blocks),
			mcnemar: discordance(pairs),
			episodes: { arm: episodes(pairs.arm), baseline: episodes(pairs.baseline) },
			blocks: {
				count: tests.blocks.count,
				lengthMs: tests.blocks.lengthMs,
				justification: justifyBlocks(tests.blocks, blackouts.length),
			},
			detectable: detectableDifference(
				failureRateDelta,
				{ baseline: rateOf(tests.baseline), arm: rateOf(tests.arm) },
				{ pairs: pairs.times.length, blocks: tests.blocks.count },
			),
		},
	};
}
