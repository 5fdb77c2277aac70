import { setTimeout as sleep } from "node:timers/promises";

/** Nodes that are changed one after the other, or some at a time. */
export interface NodeStage<N> {
	readonly nodes: readonly N[];
	/** Of them at a time. */
	readonly lanes: number;
}

export interface ChangeNodesSettings<N, F> {
	/** Changes one node, and tries it. @returns undefined when it is as wanted, else how it failed */
	readonly change: (node: N) => Promise<F | undefined>;
	/** Between one node and the next. */
	readonly pauseMs: number;
	/** Aborted: no further node is begun. */
	readonly signal: AbortSignal;
}

/** What became of the nodes. */
export interface NodesChanged<F> {
	readonly done: readonly string[];
	readonly failed: readonly { readonly node: string; readonly outcome: F }[];
	/** Not begun, after a failure or an interruption. */
	readonly left: readonly string[];
}

/** Changes nodes stage by stage. After a failure no further one is begun; those in hand are finished. */
export async function changeNodes<N extends { readonly node: string }, F>(
	stages: readonly NodeStage<N>[],
	{ change, pauseMs, signal }: ChangeNodesSettings<N, F>,
): Promise<NodesChanged<F>> {
	const done: string[] = [];
	const failed: NodesChanged<F>["failed"][number][] = [];
	const begun = new Set<string>();
	const failure = new AbortController();
	const stopped = AbortSignal.any([signal, failure.signal]);
	const pause = async () => {
		if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: stopped }).catch(() => {});
	};
	for (const { nodes, lanes } of stages) {
		const queue = [...nodes];
		// Also before the first of a stage: the canary, or the last agent, is to show itself for as long as any other.
		if (begun.size > 0 && queue.length > 0) await pause();
		const lane = async (): Promise<void> => {
			for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
				if (stopped.aborted) return;
				begun.add(next.node);
				const outcome = await change(next);
				if (outcome === undefined) done.push(next.node);
				else {
					failed.push({ node: next.node, outcome });
					failure.abort();
				}
				if (queue.length > 0) await pause();
			}
		};
		await Promise.all(Array.from({ length: lanes }, lane));
	}
	const all = stages.flatMap(({ nodes }) => nodes);
	return { done, failed, left: all.flatMap(({ node }) => (begun.has(node) ? [] : [node])) };
}
