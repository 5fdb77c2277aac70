import type { ArmResult } from "../report/bench-report.ts";
import { chooseBlocks } from "./block-length.ts";
import { sumPerBlock } from "./blocks.ts";
import { countEpisodes } from "./episodes.ts";
import { quantileOfSorted } from "./quantile.ts";
import { estimateQuantile } from "./quantile-estimate.ts";
import { rateInterval } from "./rate-interval.ts";
import type { Resolutions } from "./resolutions.ts";
import { outcomeNames } from "./sample-table.ts";

export interface ArmSettings {
	durationMs: number;
	deadlineMs: number;
	blackouts: readonly { startMs: number; durationMs: number }[];
	/** Echo round trips of the probe, ascending, ms. */
	floorSorted: Float64Array;
}

/** The figures of one arm in one workload, without looking at any other arm. */
export function describeArm(resolutions: Resolutions, settings: ArmSettings): ArmResult {
	const { arm, table, rows, times, nodes, latencies } = resolutions;
	const { deadlineMs, floorSorted } = settings;
	const failed = new Uint8Array(latencies.length);
	for (let i = 0; i < failed.length; i++) if (latencies[i] === Number.POSITIVE_INFINITY) failed[i] = 1;
	const blocks = chooseBlocks({ times, nodes, flags: failed }, settings);
	const column = { latencies, sorted: latencies.toSorted(), blocks };
	const quantile = (q: number) => estimateQuantile(column, q, floorSorted);

	const outcomes: ArmResult["outcomes"] = {};
	const staleMs: number[] = [];
	let gaveUp = 0;
	let wireQueries = 0;
	for (const row of rows) {
		const outcome = outcomeNames[table.outcome[row] as number] as (typeof outcomeNames)[number];
		outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
		gaveUp += table.gaveUp[row] as number;
		wireQueries += table.attempts[row] as number;
		const age = table.staleMs[row] as number;
		if (!Number.isNaN(age)) staleMs.push(age);
	}
	staleMs.sort((a, b) => a - b);
	const restricted = latencies.reduce((sum, latency) => sum + Math.min(latency, deadlineMs), 0);
	const count = Math.max(1, rows.length);
	return {
		arm,
		resolutions: rows.length,
		failed: failed.reduce((sum, flag) => sum + flag, 0),
		failureRate: rateInterval({ failed: sumPerBlock(blocks, failed), total: sumPerBlock(blocks) }),
		gaveUp,
		latencyMs: { p50: quantile(0.5), p90: quantile(0.9), p99: quantile(0.99), p999: quantile(0.999) },
		restrictedMeanMs: restricted / count,
		outcomes,
		stale: staleMs.length,
		...(staleMs.length === 0
			? {}
			: { staleAgeMs: { p50: quantileOfSorted(staleMs, 0.5), max: staleMs.at(-1) as number } }),
		wireQueries,
		wireQueriesPerResolution: wireQueries / count,
		episodes: countEpisodes(
			times.filter((_, i) => failed[i] === 1),
			deadlineMs,
		),
	};
}
