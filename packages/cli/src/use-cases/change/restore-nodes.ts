import { LocaldnsError } from "@localdns/core";
import type { NodeReturn, NodeToRestore, Restoration } from "../../removal.ts";
import { changeNodes } from "./change-nodes.ts";

export interface RestoreSettings {
	/** Gives one node back, and tries it. */
	readonly returnNode: (node: NodeToRestore) => Promise<NodeReturn>;
	/** Between one node and the next. */
	readonly pauseMs: number;
	/** Agents at a time; servers always go one by one, because each takes an API server away. */
	readonly maxParallel: number;
	/** Aborted: no further node is begun. */
	readonly signal: AbortSignal;
}

/** Gives nodes back: agents, then servers. After a failure no further one is begun; those in hand are finished. */
export async function restoreNodes(
	nodes: readonly NodeToRestore[],
	{ returnNode, pauseMs, maxParallel, signal }: RestoreSettings,
): Promise<Restoration> {
	const { done, failed, left } = await changeNodes(
		[
			{ nodes: nodes.filter(({ role }) => role === "agent"), lanes: maxParallel },
			{ nodes: nodes.filter(({ role }) => role === "server"), lanes: 1 },
		],
		{
			pauseMs,
			signal,
			change: async (node: NodeToRestore) => {
				const outcome = await returnNode(node).catch(unclear);
				return outcome.is === "returned" ? undefined : outcome;
			},
		},
	);
	return { returned: done, failed, left };
}

/** A way back that was broken off is one whose end nobody has seen; other nodes in hand are still finished. */
function unclear(error: unknown): NodeReturn {
	if (error instanceof LocaldnsError) return { is: "unclear", error };
	throw error;
}
