import { type SampleTable, type TableFrame, tableOf } from "../measure/sample-table.ts";
import type { BenchReport, BenchRun } from "./bench-report.ts";

/** A run file in memory: the report, what it was made from, and every resolution as a row of a table. */
export interface StoredRun extends Omit<BenchRun, "samples"> {
	table: SampleTable;
}

/** True for a run file; false for the report alone (`-o json`), from which plots of single resolutions cannot be drawn. */
export function hasSamples(run: BenchReport | StoredRun): run is StoredRun {
	return "table" in run;
}

/** What the table of a run is built with. */
export function frameOf({ run, truth }: Pick<BenchRun, "run" | "truth">): TableFrame {
	const { nodes, arms, search, ndots, stubProfile, deadlineMs } = run;
	return { nodes, arms, truth, search, ndots, stubProfile, deadlineMs };
}

/** A whole JSON document of a run, as it is held in memory. @throws RangeError for a sample of a node or an arm that the run does not know */
export function storeRun({ samples, ...rest }: BenchRun): StoredRun {
	return { ...rest, table: tableOf(samples, frameOf(rest)) };
}

/** The report of a run, without what it was made from. */
export function reportOf(run: BenchReport | StoredRun): BenchReport {
	if (!hasSamples(run)) return run;
	const { truth: _truth, floorSamplesMs: _floor, table: _table, ...report } = run;
	return report;
}

/** Nodes whose resolutions are in the pooled figures: all but those that were found unfit. */
export function nodesThatCount({ run, measuredNodes }: BenchReport): Set<string> {
	const unfit = new Set(measuredNodes?.filter(({ state }) => state === "void").map(({ node }) => node) ?? []);
	return new Set(run.nodes.filter((node) => !unfit.has(node)));
}
