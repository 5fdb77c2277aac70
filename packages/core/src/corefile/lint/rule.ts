import type { Severity } from "../../error-codes/code-facts.ts";
import type { ErrorCode } from "../../error-codes/index.ts";
import type { Token } from "../syntax-tree.ts";
import type { TextEdit } from "../text-edit.ts";
import type { BlockView, CorefileView } from "./corefile-view.ts";

/** What a rule saw at a word. */
export interface Sighting {
	readonly at: Token;
	readonly message: string;
	/** @default the code's own hint */
	readonly fix?: string;
	/** @default the code's own */
	readonly severity?: Severity;
	/** Left out where the word stands in another file. */
	readonly edits?: readonly TextEdit[] | undefined;
}

/** One defect: how it is called and how it is seen. */
export interface Rule {
	readonly code: ErrorCode;
	/** Advice for a cache on the node's network, not for the cluster DNS itself. */
	readonly nodeOnly?: true;
	readonly look: (view: CorefileView) => Iterable<Sighting>;
}

/** A rule that looks at each server block for itself. */
export const blockRule = (
	code: ErrorCode,
	look: (block: BlockView, view: CorefileView) => Iterable<Sighting>,
	more: Pick<Rule, "nodeOnly"> = {},
): Rule => ({
	code,
	...more,
	*look(view) {
		for (const block of view.blocks) yield* look(block, view);
	},
});

/** The word that stands for a whole block. */
export const keyOf = ({ block }: BlockView): Token => block.keyTokens[0] as Token;
