import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { longestChunkLine, type ProbeChunk, type ProbeRecord, thinFloor } from "@localdns/core/measure";
import { QuietMoment } from "./quiet-moment.ts";
import type { RecordSink } from "./recorder.ts";

const compress = promisify(gzip);
/** Records become text this often, a few at a time. */
const serialiseEveryMs = 250;
/** What was seen is in the log after this at the latest, so that a killed probe loses no more. */
const sealEveryMs = 30_000;
/** Text of a chunk, characters: what is expected to fit its line, learnt from the chunks before. */
const expected = { first: 64_000, least: 8_000, most: 256_000 } as const;
/** Aims below the longest line, so that few chunks have to be cut in two. */
const aim = 0.85;

/** Whose chunks they are. */
export interface ChunkSource {
	readonly run: string;
	readonly node: string;
}

/**
 * Writes records as the chunks of `ProbeChunk`. They are compressed by a thread of Node's own, one after another, and
 * what the event loop has to do for them waits until no question is about to leave.
 *
 * Of the summary's echoes no more is kept than their distribution: all of them would not fit a line.
 */
export class ChunkRecorder implements RecordSink {
	readonly #out: Writable;
	readonly #source: ChunkSource;
	readonly #quiet: QuietMoment;
	#records: ProbeRecord[] = [];
	/** Whole lines that are in no chunk yet. */
	#lines: string[] = [];
	#characters = 0;
	#sealedAtMs = performance.now();
	#expected: number = expected.first;
	#number = 0;
	/** The chunk that is written at present, and all before it. */
	#written: Promise<void> = Promise.resolve();
	#isBroken = false;

	constructor(out: Writable, msToNext: () => number, source: ChunkSource) {
		this.#out = out;
		this.#source = source;
		this.#quiet = new QuietMoment(msToNext, () => this.#step());
		out.on("error", () => {
			this.#isBroken = true;
		});
	}

	put(record: ProbeRecord): void {
		this.#records.push(
			record.kind === "summary" ? { ...record, floorMs: thinFloor(record.floorMs) } : record,
		);
		this.#quiet.after(serialiseEveryMs);
	}

	async end(): Promise<void> {
		this.#quiet.cancel();
		this.#serialise();
		this.#seal(true);
		await this.#written;
		await new Promise<void>((resolve) => {
			this.#out.once("error", () => resolve());
			this.#out.end(() => resolve());
		});
	}

	#step(): void {
		this.#serialise();
		const isOld = performance.now() - this.#sealedAtMs >= sealEveryMs;
		if (isOld || this.#characters >= this.#expected) this.#seal(false);
		// Few records may come, and those that wait are to be seen in time.
		else this.#quiet.after(serialiseEveryMs);
	}

	#serialise(): void {
		for (const record of this.#records) {
			const line = `${JSON.stringify(record)}\n`;
			this.#lines.push(line);
			this.#characters += line.length;
		}
		this.#records = [];
	}

	#seal(isLast: boolean): void {
		const lines = this.#lines;
		this.#lines = [];
		this.#characters = 0;
		this.#sealedAtMs = performance.now();
		this.#written = this.#written.then(() => this.#write(lines, isLast));
	}

	/** One line where it fits; else two, and so on. One record that is too long alone is written as it is. */
	async #write(lines: readonly string[], isLast: boolean): Promise<void> {
		if (lines.length === 0 || this.#isBroken) return;
		const text = lines.join("");
		const data = (await compress(text)).toString("base64");
		const chunk: ProbeChunk = {
			kind: "chunk",
			...this.#source,
			number: this.#number,
			records: lines.length,
			sha256: createHash("sha256").update(text).digest("hex"),
			data,
			...(isLast ? { last: true } : {}),
		};
		const line = `${JSON.stringify(chunk)}\n`;
		const fitting = (text.length / line.length) * longestChunkLine * aim;
		this.#expected = Math.min(expected.most, Math.max(expected.least, fitting));
		if (line.length > longestChunkLine && lines.length > 1) {
			const middle = Math.ceil(lines.length / 2);
			await this.#write(lines.slice(0, middle), false);
			return this.#write(lines.slice(middle), isLast);
		}
		this.#number += 1;
		if (this.#out.write(line)) return;
		await once(this.#out, "drain").catch(() => undefined);
	}
}
