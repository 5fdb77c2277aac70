import { chooseBlocks } from "../measure/block-length.ts";
import { sumPerBlock } from "../measure/blocks.ts";
import type { Outcome, Sample } from "../measure/sample.ts";
import { type BlockStats, statsOf } from "./block-stats.ts";
import { bucketsOf, type LatencyBuckets } from "./latency-buckets.ts";
import type { Objective, Slo } from "./slo.ts";

/** Counts of the whole cluster or of one node, one entry of `stats` for each objective. */
export interface ScopeCounts {
	readonly stats: readonly BlockStats[];
	readonly latency: LatencyBuckets;
	/** Resolutions that failed, by outcome. */
	readonly failures: Readonly<Partial<Record<Outcome, number>>>;
}

/** What one run has counted. */
export interface RunCounts extends ScopeCounts {
	readonly nodes: ReadonlyMap<string, ScopeCounts>;
}

/** Resolutions of one node as they come in: what a verdict needs of each, and no more. */
class NodeColumn {
	readonly times: number[] = [];
	readonly latencies: number[] = [];
	readonly failures: Partial<Record<Outcome, number>> = {};
	faults = 0;

	take({ intendedMs, latencyMs, outcome }: Sample): void {
		if (intendedMs < 0 || outcome === "aborted") return;
		if (outcome === "probe_fault") {
			this.faults++;
			return;
		}
		this.times.push(intendedMs);
		const isGood = outcome === "ok" && latencyMs !== null;
		this.latencies.push(isGood ? latencyMs : Number.POSITIVE_INFINITY);
		if (!isGood) this.failures[outcome] = (this.failures[outcome] ?? 0) + 1;
	}
}

/**
 * Share of its questions that a probe may miss by its own fault, on a node that is busy; beyond it the node's figures say
 * too little of DNS. A bench, which compares milliseconds, bears less.
 */
const mostFaults = 0.1;

/** Takes samples as they come, in any order. */
export class RunCounter {
	readonly #columns = new Map<string, NodeColumn>();

	/** Takes what a probe of a node saw; of the warm-up and of what was cut off nothing is kept. */
	take(node: string, samples: readonly Sample[]): void {
		let column = this.#columns.get(node);
		if (column === undefined) {
			column = new NodeColumn();
			this.#columns.set(node, column);
		}
		for (const sample of samples) column.take(sample);
	}

	/** Nodes whose probe could not ask more than a tenth of what was due, with the share that it missed. */
	get unpunctual(): ReadonlyMap<string, number> {
		return new Map(
			[...this.#columns].flatMap(([node, { faults, times }]) => {
				const share = faults / Math.max(1, faults + times.length);
				return share > mostFaults ? [[node, share] as const] : [];
			}),
		);
	}

	/** Resolutions that count, of a node. */
	resolutions(node: string): number {
		return this.#columns.get(node)?.times.length ?? 0;
	}

	/**
	 * Sums up a run.
	 *
	 * @param nodes those that count; samples of others are left out
	 */
	counts(nodes: readonly string[], slo: Slo, durationMs: number): RunCounts {
		const columns = nodes.flatMap((node): [string, NodeColumn][] => {
			const column = this.#columns.get(node);
			return column === undefined || column.times.length === 0 ? [] : [[node, column]];
		});
		return {
			...countsOf(
				columns.map(([, column]) => column),
				slo,
				durationMs,
			),
			nodes: new Map(columns.map(([node, column]) => [node, countsOf([column], slo, durationMs)])),
		};
	}
}

/** Resolutions in the order of their instants, column by column: a million of them fit into the memory of a pod. */
interface Rows {
	readonly times: Float64Array;
	readonly nodes: Int32Array;
	readonly latencies: Float64Array;
}

function rowsOf(columns: readonly NodeColumn[], durationMs: number): Rows {
	const total = columns.reduce((sum, { times }) => sum + times.length, 0);
	// Instants as whole ticks, each with its place behind it: numbers alone are sorted where they are, without a copy.
	const ticks = Math.floor(2 ** 52 / Math.max(1, total * durationMs));
	const keys = new Float64Array(total);
	const [places, starts] = [new Int32Array(total), new Int32Array(columns.length)];
	let place = 0;
	for (const [node, { times }] of columns.entries()) {
		starts[node] = place;
		for (const time of times) {
			keys[place] = Math.floor(time * ticks) * total + place;
			places[place++] = node;
		}
	}
	keys.sort();
	const rows = {
		times: new Float64Array(total),
		nodes: new Int32Array(total),
		latencies: new Float64Array(total),
	};
	for (const [row, key] of keys.entries()) {
		const at = key % total;
		const node = places[at] as number;
		const column = columns[node] as NodeColumn;
		const index = at - (starts[node] as number);
		rows.times[row] = column.times[index] as number;
		rows.latencies[row] = column.latencies[index] as number;
		rows.nodes[row] = node;
	}
	return rows;
}

function countsOf(columns: readonly NodeColumn[], slo: Slo, durationMs: number): ScopeCounts {
	const rows = rowsOf(columns, durationMs);
	const failures: Partial<Record<Outcome, number>> = {};
	for (const column of columns)
		for (const [outcome, count] of Object.entries(column.failures) as [Outcome, number][])
			failures[outcome] = (failures[outcome] ?? 0) + count;
	return {
		stats: slo.map((objective) => statsFor(rows, objective, durationMs)),
		latency: bucketsOf(rows.latencies),
		failures,
	};
}

/** What counts against an objective, block by block: windows that are longer where bad ones hang together. */
function statsFor(
	{ times, nodes, latencies }: Rows,
	{ limitMs = Number.MAX_VALUE }: Objective,
	durationMs: number,
): BlockStats {
	const flags = new Uint8Array(latencies.length);
	for (const [row, latency] of latencies.entries()) flags[row] = latency > limitMs ? 1 : 0;
	const blocks = chooseBlocks({ times, nodes, flags }, { durationMs, blackouts: [] });
	return statsOf(sumPerBlock(blocks, flags), sumPerBlock(blocks));
}
