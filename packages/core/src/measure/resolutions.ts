import type { Workload } from "./sample.ts";
import { workloadNames } from "./sample.ts";
import { counts, type SampleTable, succeeded } from "./sample-table.ts";

/** What counts of one arm in one workload, in order of the planned instants. */
export interface Resolutions {
	arm: string;
	table: SampleTable;
	/** Rows of the table. */
	rows: Uint32Array;
	times: Float64Array;
	/** Number of the node of each, among those that are looked at together. */
	nodes: Uint16Array;
	/** ms; +Infinity for every failure, slow answers beyond the deadline among them. */
	latencies: Float64Array;
}

/** Latency of a row, ms; +Infinity where it failed. */
function latencyOf(table: SampleTable, row: number): number {
	const latencyMs = table.latencyMs[row] as number;
	return succeeded(table, row) && !Number.isNaN(latencyMs) ? latencyMs : Number.POSITIVE_INFINITY;
}

/** Rows that count of a workload, arm by arm, in no particular order. */
function rowsByArm(table: SampleTable, workload: Workload, nodes: (node: number) => boolean): Uint32Array[] {
	const wanted = workloadNames.indexOf(workload);
	const isWanted = Uint8Array.from(table.nodes, (_, node) => Number(nodes(node)));
	const inUse = (row: number) =>
		table.workload[row] === wanted && isWanted[table.node[row] as number] === 1 && counts(table, row);
	const sizes = new Uint32Array(table.arms.length);
	for (let row = 0; row < table.rows; row++) {
		const arm = table.arm[row] as number;
		if (inUse(row)) sizes[arm] = (sizes[arm] as number) + 1;
	}
	const found = Array.from(sizes, (size) => new Uint32Array(size));
	sizes.fill(0);
	for (let row = 0; row < table.rows; row++) {
		if (!inUse(row)) continue;
		const arm = table.arm[row] as number;
		const next = sizes[arm] as number;
		(found[arm] as Uint32Array)[next] = row;
		sizes[arm] = next + 1;
	}
	return found;
}

function resolutionsOf(arm: string, table: SampleTable, rows: Uint32Array): Resolutions {
	const times = new Float64Array(rows.length);
	const nodes = new Uint16Array(rows.length);
	const latencies = new Float64Array(rows.length);
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i] as number;
		times[i] = table.intendedMs[row] as number;
		nodes[i] = table.node[row] as number;
		latencies[i] = latencyOf(table, row);
	}
	return { arm, table, rows, times, nodes, latencies };
}

/**
 * Orders what counts of each arm of the table in a workload, so that the result does not depend on the order in which
 * the probes' files were merged.
 *
 * @param nodes which nodes are wanted, by their index. @default all of them
 */
export function orderResolutions(
	table: SampleTable,
	workload: Workload,
	nodes: (node: number) => boolean = () => true,
): Resolutions[] {
	const { intendedMs, node, tuple } = table;
	return rowsByArm(table, workload, nodes).map((rows, arm) => {
		rows.sort(
			(a, b) =>
				(intendedMs[a] as number) - (intendedMs[b] as number) ||
				(node[a] as number) - (node[b] as number) ||
				(tuple[a] as number) - (tuple[b] as number),
		);
		return resolutionsOf(table.arms[arm] as string, table, rows);
	});
}

/**
 * Those of each node by themselves, in the same order. Each is the only node of its own analysis, number 0: how a stall of
 * it is told from chance must not depend on how many others there are.
 */
export function splitByNode({ arm, table, rows }: Resolutions): Resolutions[] {
	const sizes = new Uint32Array(table.nodes.length);
	for (const row of rows) {
		const node = table.node[row] as number;
		sizes[node] = (sizes[node] as number) + 1;
	}
	const split = Array.from(sizes, (size) => new Uint32Array(size));
	sizes.fill(0);
	for (const row of rows) {
		const node = table.node[row] as number;
		const next = sizes[node] as number;
		(split[node] as Uint32Array)[next] = row;
		sizes[node] = next + 1;
	}
	return split.map((own) => {
		const resolutions = resolutionsOf(arm, table, own);
		return { ...resolutions, nodes: new Uint16Array(own.length) };
	});
}
