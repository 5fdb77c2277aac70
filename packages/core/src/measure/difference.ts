import type { Comparison, Interval } from "../report/bench-report.ts";
import { quantileDifferenceBootstrap } from "./block-bootstrap.ts";
import { justifyBlocks } from "./block-length.ts";
import { detectableDifference } from "./detectable.ts";
import { type EndpointTests, testEndpoints } from "./endpoint-tests.ts";
import { countEpisodes } from "./episodes.ts";
import { mcnemarExact } from "./mcnemar.ts";
import type { Pairs } from "./pairs.ts";
import { quantileOfSorted } from "./quantile.ts";
import { createRandom } from "./random.ts";
import { rateDifferenceInterval } from "./rate-difference.ts";
import { type BlockCounts, dispersionOf } from "./rate-interval.ts";
import { typicalRatio } from "./typical-ratio.ts";

export interface DifferenceSettings {
	arm: string;
	baseline: string;
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
	/** ms; +Infinity in the failed mass. */
	p50: { baseline: number; arm: number };
	p99: { baseline: number; arm: number };
	pairs: number;
}

const inMs = (ms: number, deadlineMs: number) =>
	ms === Number.POSITIVE_INFINITY ? `beyond ${deadlineMs / 1000} s` : `${ms.toPrecision(3)} ms`;

const rateOf = (counts: BlockCounts) => dispersionOf(counts).rate;

function p99Interval(
	pairs: Pairs,
	{ blocks }: EndpointTests,
	p99: Difference["p99"],
	seed: string,
): Interval | null {
	if (p99.arm === Number.POSITIVE_INFINITY || p99.baseline === Number.POSITIVE_INFINITY) return null;
	const { low, high } = quantileDifferenceBootstrap(
		{ latencies: pairs.arm, blockOf: blocks.of },
		{ latencies: pairs.baseline, blockOf: blocks.of },
		blocks.count,
		0.99,
		createRandom(seed).fork("bootstrap"),
	);
	if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
	return { estimate: p99.arm - p99.baseline, low, high, method: "block-bootstrap" };
}

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
	const sorted = { arm: pairs.arm.toSorted(), baseline: pairs.baseline.toSorted() };
	const both = (q: number) => ({
		arm: quantileOfSorted(sorted.arm, q),
		baseline: quantileOfSorted(sorted.baseline, q),
	});
	const p99 = both(0.99);
	const failureRateDelta = rateDifferenceInterval(tests.arm, tests.baseline);
	const episodes = (column: Float64Array) =>
		countEpisodes(
			pairs.times.filter((_, i) => column[i] === Number.POSITIVE_INFINITY),
			deadlineMs,
		);
	return {
		tests,
		p50: both(0.5),
		p99,
		pairs: pairs.times.length,
		figures: {
			arm,
			baseline,
			failureRateDelta,
			pValue: tests.failures.pValue,
			p99: {
				pValue: tests.p99.pValue,
				deltaMs: p99Interval(pairs, tests, p99, settings.seed),
				statement: `p99 ${inMs(p99.arm, deadlineMs)} for ${arm}, ${inMs(p99.baseline, deadlineMs)} for ${baseline}`,
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
