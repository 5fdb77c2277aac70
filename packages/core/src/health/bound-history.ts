import type { HealthHistory, ScopeMemory } from "./history.ts";

/** How much of a history is kept. */
export interface HistoryBounds {
	/** @default 200 */
	readonly runs?: number;
	/** Of the JSON text. @default 229376, a fifth of what a ConfigMap takes */
	readonly bytes?: number;
}

/** Runs that are kept whatever their size: a verdict looks at no more. */
const fewestRuns = 20;

/**
 * The history within its bounds, so that a check can run for years. Nodes that no kept run has seen are forgotten. Where
 * it is too long still, the oldest runs go first, then counts that nodes carry, oldest first: their verdicts take longer
 * then, and are none the less right.
 */
export function boundHistory(
	history: HealthHistory,
	{ runs = 200, bytes = 229_376 }: HistoryBounds = {},
): HealthHistory {
	let bounded: HealthHistory = { ...history, runs: history.runs.slice(-runs) };
	const oldest = bounded.runs[0]?.at ?? 0;
	bounded = { ...bounded, nodes: nodesOf(bounded, (memory) => (memory.seen >= oldest ? memory : undefined)) };
	let length = sizeOf(bounded);
	while (length > bytes && bounded.runs.length > fewestRuns) {
		const perRun = Math.max(1, Math.floor(sizeOf(bounded.runs) / bounded.runs.length));
		const drop = Math.min(
			bounded.runs.length - fewestRuns,
			Math.max(1, Math.ceil((length - bytes) / perRun)),
		);
		bounded = { ...bounded, runs: bounded.runs.slice(drop) };
		length = sizeOf(bounded);
	}
	while (length > bytes && Object.values(bounded.nodes).some(({ carried }) => carried.length > 0)) {
		bounded = {
			...bounded,
			nodes: nodesOf(bounded, (memory) => ({ ...memory, carried: memory.carried.slice(1) })),
		};
		length = sizeOf(bounded);
	}
	// What is left is a node's name and its verdicts: those in no trouble are as good as new.
	if (length > bytes)
		bounded = {
			...bounded,
			nodes: nodesOf(bounded, (memory) => (/b/.test(memory.verdicts) ? memory : undefined)),
		};
	return bounded;
}

const nodesOf = (
	{ nodes }: HealthHistory,
	keep: (memory: ScopeMemory) => ScopeMemory | undefined,
): HealthHistory["nodes"] =>
	Object.fromEntries(
		Object.entries(nodes).flatMap(([node, memory]) => {
			const kept = keep(memory);
			return kept === undefined ? [] : [[node, kept]];
		}),
	);

/** Names of nodes and all else in it are ASCII, so characters are bytes. */
const sizeOf = (value: unknown): number => JSON.stringify(value).length;
