import { countExchanges } from "../dns/exchanges.ts";
import { absoluteName } from "../dns/name.ts";
import type { MeasuredRun } from "./measured-run.ts";
import type { Sample } from "./sample.ts";

/**
 * DNS exchanges that this resolution would have cost without loss, by the truth of its time. A name
 * that the truth does not know is outside the cluster and exists as it was written.
 */
export function exchangesOf(
	sample: Sample,
	{ search, ndots, stubProfile, truth }: Pick<MeasuredRun, "search" | "ndots" | "stubProfile" | "truth">,
): number {
	const written = sample.workload === "external" ? absoluteName(sample.name) : undefined;
	return countExchanges(sample.name, { search, ndots }, stubProfile, (absolute) => {
		const states = truth[absolute];
		if (states === undefined) return absolute === written;
		const now = states.findLast(({ sinceMs }) => sinceMs === null || sinceMs <= sample.intendedMs);
		return (now?.addresses.length ?? 0) > 0;
	});
}

/** The share of resolutions that fail when packets are lost independently, and how it was reckoned. */
export interface Prediction {
	failureRate: number;
	basis: string;
}

/**
 * Failure rate of an arm that crosses the link for every exchange: a resolution of k exchanges fails
 * unless all 2k packets arrive, since the stub repeats a lost one only at the deadline. So
 * 1 − (1 − p)^2k, averaged over the resolutions that were asked; during an imposed blackout it is 1.
 *
 * @returns null where losses are not known beforehand (a real link), not independent (bursts, policing), or
 *   repeated within the deadline (musl)
 */
export function predictFailureRate(
	samples: readonly Sample[],
	run: Pick<MeasuredRun, "link" | "stubProfile" | "search" | "ndots" | "truth">,
): Prediction | null {
	const { link, stubProfile } = run;
	if (link === null || link.burstMs !== null || link.udpLimitBitsPerSecond !== null) return null;
	if (stubProfile === "musl" || samples.length === 0) return null;
	let failing = 0;
	let exchanges = 0;
	let cut = 0;
	for (const sample of samples) {
		const cost = exchangesOf(sample, run);
		exchanges += cost;
		// A and AAAA go together: half as many round trips as exchanges, one after the other.
		const untilMs = sample.intendedMs + (cost / 2) * link.rttMs;
		const blackedOut = link.blackouts.some(
			({ startMs, durationMs }) => untilMs > startMs && sample.intendedMs < startMs + durationMs,
		);
		if (blackedOut) cut++;
		failing += blackedOut ? 1 : 1 - (1 - link.loss) ** (2 * cost);
	}
	const mean = (exchanges / samples.length).toFixed(1);
	const dark = cut === 0 ? "" : `; ${cut} asked during a blackout count as failed`;
	return {
		failureRate: failing / samples.length,
		basis: `1 − (1 − ${link.loss})^(2 × exchanges), mean ${mean} exchanges, over the ${samples.length} resolutions asked${dark}`,
	};
}
