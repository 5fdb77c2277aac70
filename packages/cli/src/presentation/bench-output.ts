import { LocaldnsError } from "@localdns/core";
import {
	type BenchReport,
	hasSamples,
	type Language,
	renderPrometheus,
	renderShort,
	reportOf,
	type SampleSource,
	type StoredRun,
	writeSamples,
} from "@localdns/core/report";
import { benchJunit } from "./bench-junit.ts";
import { renderBenchTable } from "./bench-view.ts";
import { printable } from "./printable.ts";

export type BenchOutput = "table" | "wide" | "short" | "json" | "ndjson" | "junit" | "prometheus";

/** How what is for people looks. */
export interface BenchPrinting {
	color: boolean;
	language: Language;
}

/**
 * Prints a run to stdout in the form asked for.
 * @param samples those of the run, for `ndjson`
 * @throws LocaldnsError LDNS105 for samples of a report without any
 */
export async function printBench(
	run: BenchReport | StoredRun,
	output: BenchOutput,
	printing: BenchPrinting,
	samples: () => SampleSource,
): Promise<void> {
	for await (const text of pieces(run, output, printing, samples)) {
		if (process.stdout.destroyed) return;
		// More than a pipe takes at once: without waiting, all of it would pile up here.
		if (!process.stdout.write(text)) await drained(process.stdout);
	}
}

/** Resolves when a stream takes more, or is closed because nobody reads it any more. */
async function drained(stream: NodeJS.WriteStream): Promise<void> {
	await new Promise<void>((resolve) => {
		const over = () => {
			stream.off("drain", over);
			stream.off("close", over);
			resolve();
		};
		stream.on("drain", over);
		stream.on("close", over);
	});
}

async function* pieces(
	run: BenchReport | StoredRun,
	output: BenchOutput,
	{ color, language }: BenchPrinting,
	samples: () => SampleSource,
): AsyncGenerator<string> {
	switch (output) {
		case "table":
		case "wide":
			yield renderBenchTable(run, {
				color,
				language,
				width: process.stdout.columns ?? 100,
				wide: output === "wide",
			});
			return;
		case "short":
			yield renderShort(printable(reportOf(run)), language);
			return;
		case "json":
			yield `${JSON.stringify(reportOf(run), null, 2)}\n`;
			return;
		case "junit":
			yield benchJunit(reportOf(run));
			return;
		case "prometheus":
			yield renderPrometheus(reportOf(run));
			return;
		case "ndjson":
			if (!hasSamples(run))
				throw new LocaldnsError("LDNS105", "-o ndjson: the file holds the report alone, without samples");
			yield* writeSamples(samples());
	}
}
