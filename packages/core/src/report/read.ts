import type { LocaldnsError } from "../errors.ts";
import type { Sample } from "../measure/sample.ts";
import { SampleTableBuilder, type TableFrame } from "../measure/sample-table.ts";
import type { BenchReport } from "./bench-report.ts";
import { type Parsed, RunParser } from "./run-parser.ts";
import type { StoredRun } from "./stored-run.ts";

/**
 * What reading a run file or a report gave; the error is an LDNS105. `cut` is there for a file that ends too soon: it
 * says in one sentence what is missing of the samples. The figures of such a run are those of the whole one.
 */
export type ParsedRun =
	| { readonly ok: true; readonly run: BenchReport | StoredRun; readonly cut?: string }
	| { readonly ok: false; readonly error: LocaldnsError };

const tableSink = (frame: TableFrame) => new SampleTableBuilder(frame);

function store(parsed: Parsed<SampleTableBuilder>): ParsedRun {
	if (!parsed.ok) return parsed;
	if ("report" in parsed) return { ok: true, run: parsed.report };
	const { head, sink, cut } = parsed;
	return { ok: true, run: { ...head, table: sink.finish() }, ...(cut === undefined ? {} : { cut }) };
}

/**
 * Reads a run file (`--out`) or a report (`-o json`).
 * Anything else is an LDNS105 that says what the file is, or what is wrong in it and where.
 */
export function parseRun(text: string, fileName: string): ParsedRun {
	const parser = new RunParser(fileName, tableSink);
	parser.push(text);
	return store(parser.end());
}

/** The same from a file that comes in pieces, such as one of gigabytes, of which no more than a line is held as text. */
export async function readRun(pieces: AsyncIterable<string>, fileName: string): Promise<ParsedRun> {
	const parser = new RunParser(fileName, tableSink);
	for await (const piece of pieces) {
		parser.push(piece);
		if (parser.refused) break;
	}
	return store(parser.end());
}

/** The samples of a run file one by one, without holding them. A report has none. @throws LocaldnsError LDNS105 */
export async function* readSamples(pieces: AsyncIterable<string>, fileName: string): AsyncGenerator<Sample> {
	let found: Sample[] = [];
	const parser = new RunParser(fileName, () => ({ add: (sample) => found.push(sample) }));
	for await (const piece of pieces) {
		parser.push(piece);
		yield* found;
		found = [];
		if (parser.refused) break;
	}
	const parsed = parser.end();
	if (!parsed.ok) throw parsed.error;
	yield* found;
}
