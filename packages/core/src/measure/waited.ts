import type { Attempt, Sample } from "./sample.ts";

/** How long an application waited for the end of a resolution, ms. */
export function waitedMs(sample: Sample, deadlineMs: number): number {
	return (
		sample.latencyMs ?? Math.max(...sample.attempts.map((attempt) => attemptEnd(attempt, sample, deadlineMs)))
	);
}

/** When a try was over, ms since the resolution began: its reply, or the next try of the same question. */
export function attemptEnd(attempt: Attempt, sample: Sample, deadlineMs: number): number {
	if (attempt.rttMs !== null) return attempt.startMs + attempt.rttMs;
	const later = sample.attempts
		.filter(({ type, startMs }) => type === attempt.type && startMs > attempt.startMs)
		.map(({ startMs }) => startMs);
	return Math.min(attempt.startMs + deadlineMs, ...later);
}
