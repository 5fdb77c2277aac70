import { exitCode } from "./exit-code.ts";
import type { Installed } from "./install-outcome.ts";

/** What the end of an install means to a script. */
export function installExit({ error, takenBack, changed, failed, left, interrupted }: Installed): number {
	if (error !== undefined) {
		if (takenBack === undefined && changed.length === 0) return exitCode.no;
		return takenBack === true ? exitCode.takenBack : exitCode.needsHand;
	}
	if (failed.some(({ outcome }) => outcome.is === "unclear")) return exitCode.needsHand;
	if (failed.length > 0) return exitCode.takenBack;
	if (interrupted) return exitCode.interrupted;
	return left.length > 0 ? exitCode.needsHand : exitCode.done;
}
