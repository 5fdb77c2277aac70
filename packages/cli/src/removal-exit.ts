import { exitCode } from "./exit-code.ts";
import type { Restoration } from "./use-cases/change/restore-nodes.ts";

/** A change failed and was taken back; a change failed and needs a hand. */
const takenBack = 4;
const needsHand = 5;

/** What the way back of nodes means to a script; undefined where nothing went wrong. */
export function restorationExit({ failed, left }: Restoration): number | undefined {
	if (failed.some(({ outcome }) => outcome.is === "unclear")) return needsHand;
	if (failed.length > 0) return takenBack;
	return left.length > 0 ? exitCode.interrupted : undefined;
}
