import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { LocaldnsError } from "@localdns/core";
import type { Sample } from "@localdns/core/measure";
import {
	type BenchReport,
	readRun,
	readSamples,
	type SampleSource,
	type StoredRun,
	writeRun,
} from "@localdns/core/report";
import { unreadable, writeWhole } from "./files.ts";

/** A run file or a report, with the way to its samples. */
export interface OpenedRun {
	readonly run: BenchReport | StoredRun;
	/** Reads the file once more: its samples are many, and are not held. None for a report. */
	readonly samples: () => AsyncIterable<Sample>;
	/** What is missing of a file that was cut off, in one sentence. */
	readonly cut?: string;
}

/** Reads what `--out` or `-o json` wrote; one named `.gz` is unpacked. @throws LocaldnsError LDNS104 unreadable, LDNS105 foreign or damaged */
export async function openRun(path: string): Promise<OpenedRun> {
	const parsed = await readRun(textOf(path), path);
	if (!parsed.ok) throw parsed.error;
	const { run, cut } = parsed;
	return { run, samples: () => readSamples(textOf(path), path), ...(cut === undefined ? {} : { cut }) };
}

/** Writes a run file, all or nothing; one named `.gz` is compressed. @throws LocaldnsError LDNS103 */
export async function writeRunFile(path: string, run: StoredRun, samples: SampleSource): Promise<void> {
	await writeWhole(path, writeRun(run, samples));
}

/** The text of a file, piece by piece. What was compressed and then cut off ends where it was cut. */
async function* textOf(path: string): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	try {
		for await (const bytes of bytesOf(path)) yield decoder.decode(bytes, { stream: true });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "Z_BUF_ERROR") return;
		if (code?.startsWith("Z_") !== true) throw unreadable(path, error);
		const reason = error instanceof Error ? error.message : String(error);
		throw new LocaldnsError("LDNS105", `${path}: not gzip, or damaged`, { reason, cause: error });
	}
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
	const file = createReadStream(path, { highWaterMark: 1 << 18 });
	if (!path.endsWith(".gz")) {
		yield* file;
		return;
	}
	const unpacked = createGunzip({ chunkSize: 1 << 18 });
	const unpacking = pipeline(file, unpacked);
	// Whoever reads meets the same error.
	unpacking.catch(() => {});
	yield* unpacked;
	await unpacking;
}
