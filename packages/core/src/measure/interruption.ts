import type { Sample } from "./sample.ts";

/**
 * Makes the samples of an interrupted run fit to be judged. What was still open at the interruption is
 * open because it was slow, so leaving out only the open ones would flatter the slow arm. Instead the run
 * ends for every arm one deadline before the interruption: until then each resolution has either a usable
 * answer or, open or not, none within the deadline.
 *
 * @param interruptedAtMs ms since the measured part began
 * @returns the samples, changed where their fate is known, and the length of the part that counts
 */
export function settleInterrupted(
	samples: readonly Sample[],
	interruptedAtMs: number,
	deadlineMs: number,
): { samples: Sample[]; durationMs: number } {
	const durationMs = Math.max(0, interruptedAtMs - deadlineMs);
	const settled = samples.map((sample): Sample => {
		if (sample.intendedMs >= durationMs) return { ...sample, outcome: "aborted" };
		return sample.outcome === "aborted" ? { ...sample, outcome: "timeout" } : sample;
	});
	return { samples: settled, durationMs };
}
