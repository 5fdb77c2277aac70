import { exitCode } from "./exit-code.ts";
import type { Restoration } from "./removal.ts";

/** What the way back of nodes means to a script; undefined where nothing went wrong. */
export function restorationExit({ failed, left }: Restoration): number | undefined {
	if (failed.some(({ outcome }) => outcome.is === "unclear")) return exitCode.needsHand;
	if (failed.length > 0) return exitCode.takenBack;
	return left.length > 0 ? exitCode.interrupted : undefined;
}
