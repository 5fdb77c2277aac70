import type { Sample } from "../measure/sample.ts";
import type { BenchRun } from "./bench-report.ts";

/**
 * A run file in pieces: one JSON document whose samples stand one to a line, so that it can be
 * written as a stream, and `grep`, `head` and `diff` work on it.
 */
export function* writeRun(run: BenchRun): Generator<string> {
	const { samples, ...rest } = run;
	const head = JSON.stringify(rest);
	yield `${head.slice(0, -1)},"samples":[`;
	for (const [index, sample] of samples.entries())
		yield `${index === 0 ? "" : ","}\n${JSON.stringify(sample)}`;
	yield "\n]}\n";
}

/** One sample per line, as `-o ndjson` prints them. */
export function* writeSamples(samples: readonly Sample[]): Generator<string> {
	for (const sample of samples) yield `${JSON.stringify(sample)}\n`;
}
