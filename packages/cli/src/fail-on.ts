import type { Verdict } from "@localdns/core/report";

/** From which verdict on a command that measured ends with exit code 1. */
export type FailOn = "worse" | "inconclusive" | "never";

export function isMet(failOn: FailOn, verdict: Verdict | null): boolean {
	if (failOn === "never") return false;
	return verdict === "worse" || (failOn === "inconclusive" && verdict === "inconclusive");
}
