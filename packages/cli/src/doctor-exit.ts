import type { CheckResult } from "@localdns/core/checks";
import { type ExitCode, exitCode } from "./exit-code.ts";

/** From which result on doctor says no. */
export type DoctorFailOn = "error" | "warning" | "never";

/** What doctor's results mean to a script: no (1) outweighs could not find out (3). */
export function doctorExit(results: readonly CheckResult[], failOn: DoctorFailOn): ExitCode {
	const has = (wanted: CheckResult["status"]): boolean => results.some(({ status }) => status === wanted);
	const isMet = failOn === "never" ? false : has("error") || (failOn === "warning" && has("warning"));
	if (isMet) return exitCode.no;
	return has("unknown") ? exitCode.unknown : exitCode.done;
}
