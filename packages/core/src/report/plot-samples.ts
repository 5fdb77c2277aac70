import { type Sample, type Workload, workloadNames } from "../measure/sample.ts";
import { counts, type SampleTable, succeeded } from "../measure/sample-table.ts";
import { nodesThatCount, type StoredRun } from "./stored-run.ts";

/** Rows of a table, for one plot. */
export interface PlotRows {
	readonly table: SampleTable;
	readonly rows: Uint32Array;
}

/**
 * Resolutions of the measured part that count in rates.
 *
 * @param of `pooled`: of the nodes that are in the figures of the whole run; `all`: of every node that was measured
 */
export function countedRows(run: StoredRun, workload: Workload, of: "pooled" | "all"): PlotRows {
	const { table } = run;
	const wanted = workloadNames.indexOf(workload);
	const pooled = nodesThatCount(run);
	const isIn = table.nodes.map((node) => of === "all" || pooled.has(node));
	const rows = new Uint32Array(table.rows);
	let count = 0;
	for (let row = 0; row < table.rows; row++) {
		if (table.workload[row] === wanted && isIn[table.node[row] as number] === true && counts(table, row))
			rows[count++] = row;
	}
	return { table, rows: rows.slice(0, count) };
}

/** What the distribution plots of one arm are drawn from. */
export interface Distribution {
	arm: string;
	/** Position of the arm in the run: its colour. */
	index: number;
	/** Latencies of the resolutions that did not fail, ascending, ms. */
	answered: Float64Array;
	/** All resolutions: those that failed lie beyond every latency. */
	total: number;
}

/** One distribution for each arm that was asked. */
export function distributions({ table, rows }: PlotRows): Distribution[] {
	return table.arms
		.map((arm, index) => {
			const answered = new Float64Array(rows.length);
			let count = 0;
			let total = 0;
			for (const row of rows) {
				if (table.arm[row] !== index) continue;
				total++;
				if (succeeded(table, row)) answered[count++] = table.latencyMs[row] || 0;
			}
			return { arm, index, answered: answered.slice(0, count).sort(), total };
		})
		.filter(({ total }) => total > 0);
}

/** How many of an ascending list lie above `value`. */
export function countAbove(sorted: Float64Array, value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] as number) > value) high = middle;
		else low = middle + 1;
	}
	return sorted.length - low;
}

const shown = 10;

/** The ten resolutions of a workload that an application waited for longest, on the nodes that count. */
export function slowest(run: StoredRun, workload: Workload): Sample[] {
	const pooled = nodesThatCount(run);
	return run.table.exemplars
		.filter((sample) => sample.workload === workload && pooled.has(sample.node))
		.slice(0, shown);
}
