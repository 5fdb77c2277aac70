import { setTimeout as sleep } from "node:timers/promises";
import type { NodeReturn, NodeToRestore, Restoration } from "../../removal.ts";

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

/** Gives nodes back in their order. After a failure no further one is begun; those in hand are finished. */
export async function restoreNodes(
	nodes: readonly NodeToRestore[],
	settings: RestoreSettings,
): Promise<Restoration> {
	const returned: string[] = [];
	const failed: Restoration["failed"][number][] = [];
	const begun = new Set<string>();
	const goesOn = () => failed.length === 0 && !settings.signal.aborted;
	const work = async (queue: NodeToRestore[], lanes: number): Promise<void> => {
		const lane = async (): Promise<void> => {
			for (let isFirst = begun.size < lanes; queue.length > 0 && goesOn(); isFirst = false) {
				if (!isFirst) await pause(settings);
				const next = goesOn() ? queue.shift() : undefined;
				if (next === undefined) return;
				begun.add(next.node);
				const outcome = await settings.returnNode(next);
				if (outcome.is === "returned") returned.push(next.node);
				else failed.push({ node: next.node, outcome });
			}
		};
		await Promise.all(Array.from({ length: lanes }, lane));
	};
	await work(
		nodes.filter(({ role }) => role === "agent"),
		settings.maxParallel,
	);
	await work(
		nodes.filter(({ role }) => role === "server"),
		1,
	);
	return { returned, failed, left: nodes.flatMap(({ node }) => (begun.has(node) ? [] : [node])) };
}

async function pause({ pauseMs, signal }: RestoreSettings): Promise<void> {
	if (pauseMs === 0) return;
	await sleep(pauseMs, undefined, { signal }).catch(() => {});
}
