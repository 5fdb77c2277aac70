import { LocaldnsError } from "@localdns/core";
import {
	type BenchReport,
	type BenchRun,
	hasSamples,
	renderShort,
	writeSamples,
} from "@localdns/core/report";
import { renderBenchTable } from "./bench-view.ts";
import { printable } from "./printable.ts";

export type BenchOutput = "table" | "wide" | "short" | "json" | "ndjson";

/** Prints a run to stdout in the form asked for. @throws LocaldnsError LDNS105 for samples of a report without any */
export function printBench(run: BenchReport | BenchRun, output: BenchOutput, color: boolean): void {
	for (const text of pieces(run, output, color)) process.stdout.write(text);
}

function* pieces(run: BenchReport | BenchRun, output: BenchOutput, color: boolean): Generator<string> {
	switch (output) {
		case "table":
		case "wide":
			yield renderBenchTable(run, { color, width: process.stdout.columns ?? 100, wide: output === "wide" });
			return;
		case "short":
			yield renderShort(printable(reportOf(run)));
			return;
		case "json":
			yield `${JSON.stringify(reportOf(run), null, 2)}\n`;
			return;
		case "ndjson":
			if (!hasSamples(run))
				throw new LocaldnsError("LDNS105", "-o ndjson: the file holds the report alone, without samples");
			yield* writeSamples(run.samples);
	}
}

/** The report without what it was made from: that belongs into the run file. */
function reportOf(run: BenchReport | BenchRun): BenchReport {
	if (!hasSamples(run)) return run;
	const { truth: _truth, floorSamplesMs: _floor, samples: _samples, ...report } = run;
	return report;
}
