import type { Sample } from "../measure/sample.ts";
import { samplesBegin, samplesEnd } from "./run-parser.ts";
import { reportOf, type StoredRun } from "./stored-run.ts";

/** Samples from wherever they are kept. */
export type SampleSource = Iterable<Sample> | AsyncIterable<Sample>;

/** Characters to a piece: one for each sample would cost more to hand on than to write. */
const pieceLength = 1 << 16;

/** The text of each sample, many to a piece, with what stands before the first and between any two. */
async function* inPieces(samples: SampleSource, before: string, between: string): AsyncGenerator<string> {
	let piece = "";
	let separator = before;
	for await (const sample of samples) {
		piece += separator + JSON.stringify(sample);
		separator = between;
		if (piece.length < pieceLength) continue;
		yield piece;
		piece = "";
	}
	if (piece !== "") yield piece;
}

/**
 * A run file in pieces: one JSON document whose samples stand one to a line, so that it can be written and read as a
 * stream, and `grep`, `head` and `diff` work on it.
 *
 * @param samples those that the run's table was made from
 */
export async function* writeRun(run: StoredRun, samples: SampleSource): AsyncGenerator<string> {
	const { truth, floorSamplesMs } = run;
	const head = JSON.stringify({ ...reportOf(run), truth, floorSamplesMs });
	yield `${head.slice(0, -1)},${samplesBegin}`;
	yield* inPieces(samples, "\n", ",\n");
	yield `\n${samplesEnd}\n`;
}

/** One sample per line, as `-o ndjson` prints them. */
export async function* writeSamples(samples: SampleSource): AsyncGenerator<string> {
	let any = false;
	for await (const piece of inPieces(samples, "", "\n")) {
		any = true;
		yield piece;
	}
	if (any) yield "\n";
}
