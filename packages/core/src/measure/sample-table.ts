import type { Sample } from "./sample.ts";

/**
 * The resolutions of a run, column by column, so that millions of them fit into memory: 1,000 nodes × 900 pairs × two
 * workloads are 3.6 million rows. Positions of arms and nodes are those of the run's lists, of workloads, forms and
 * outcomes those of `workloadNames`, `nameForms` and `outcomeNames`.
 */
export interface SampleTable {
	readonly rows: number;
	readonly nodes: readonly string[];
	readonly arms: readonly string[];
	readonly node: Uint16Array;
	readonly arm: Uint8Array;
	readonly workload: Uint8Array;
	readonly form: Uint8Array;
	readonly outcome: Uint8Array;
	readonly tuple: Uint32Array;
	readonly intendedMs: Float64Array;
	readonly latenessMs: Float32Array;
	/** NaN where no usable answer came at all. */
	readonly latencyMs: Float64Array;
	/** NaN where the answer was not stale. */
	readonly staleMs: Float32Array;
	readonly gaveUp: Uint8Array;
	/** Packets that it took. */
	readonly attempts: Uint8Array;
	/** DNS exchanges that it costs without loss. */
	readonly exchanges: Uint8Array;
	/** Those kept whole: the ten slowest of each workload. */
	readonly exemplars: readonly Sample[];
}
