import type { Sample } from "./sample.ts";

/**
 * Length of the part of an interrupted run that counts, ms. What was still open at the interruption is open because it
 * was slow, so leaving out only the open ones would flatter the slow arm. Instead the run ends for every arm one deadline
 * before the interruption: until then each resolution has either a usable answer or, open or not, none within the deadline.
 *
 * @param interruptedAtMs ms since the measured part began
 */
export function countedDuration(interruptedAtMs: number, deadlineMs: number): number {
	return Math.max(0, interruptedAtMs - deadlineMs);
}

/**
 * Makes a sample of an interrupted run fit to be judged: changed where its fate is known.
 *
 * @param durationMs length of the part that counts (`countedDuration`)
 */
export function settleSample(sample: Sample, durationMs: number): Sample {
	if (sample.intendedMs >= durationMs) return { ...sample, outcome: "aborted" };
	return sample.outcome === "aborted" ? { ...sample, outcome: "timeout" } : sample;
}
