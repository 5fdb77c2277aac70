import type { LocaldnsError } from "@localdns/core";
import type { InstallPlan, ObjectRef } from "@localdns/core/plan";

/** How a node's turn failed. */
export interface TurnFailure {
	/** `refused`: nothing was written; `undone`: it is as before; `unclear`: it is not known how it stands. */
	readonly is: "refused" | "undone" | "unclear";
	readonly error: LocaldnsError;
}

/** How an install ended. */
export interface Installed {
	/** Objects that were written; empty for an install that found everything as it should be. */
	readonly changed: readonly ObjectRef[];
	/** Nodes on which a fresh pod resolved by the cache. */
	readonly verified: readonly string[];
	readonly turned: readonly string[];
	readonly failed: readonly { readonly node: string; readonly outcome: TurnFailure }[];
	/** Not turned although planned, and why, in words that end a sentence. */
	readonly left: readonly { readonly node: string; readonly because: string }[];
	/** What ended the install before its nodes were turned. */
	readonly error: LocaldnsError | undefined;
	/** Whether everything that was applied was taken back; undefined where nothing had to be. */
	readonly takenBack: boolean | undefined;
	readonly interrupted: boolean;
}

/** Nodes that are not as wanted, each with why. */
export const nodesLeft = (
	plan: Pick<InstallPlan, "left">,
	ended: Pick<Installed, "left">,
): readonly { readonly node: string; readonly because: string }[] => [
	...plan.left.flatMap(({ node, because, well }) => (well ? [] : [{ node, because }])),
	...ended.left,
];
