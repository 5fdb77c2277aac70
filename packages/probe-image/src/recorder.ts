import type { Writable } from "node:stream";
import type { ProbeRecord } from "@localdns/core/measure";

/** Records wait at most this long, so that a reader can follow the run. */
const flushEveryMs = 250;
/** Serialising and writing stays this far from the next planned instant. */
const quietMs = 5;

/**
 * Writes records as NDJSON in batches, between the instants at which something is sent or expected, and waits
 * for a slow reader instead of blocking on it.
 */
export class Recorder {
	readonly #out: Writable;
	/** Milliseconds to the next planned instant. */
	readonly #msToNext: () => number;
	#waiting: ProbeRecord[] = [];
	#timer: NodeJS.Timeout | undefined;
	#blocked = false;

	constructor(out: Writable, msToNext: () => number) {
		this.#out = out;
		this.#msToNext = msToNext;
		out.on("drain", () => {
			this.#blocked = false;
			if (this.#waiting.length > 0) this.#flushLater(0);
		});
	}

	put(record: ProbeRecord): void {
		this.#waiting.push(record);
		this.#flushLater(flushEveryMs);
	}

	/** Writes what is left and ends the stream. */
	async end(): Promise<void> {
		clearTimeout(this.#timer);
		const text = this.#take();
		await new Promise<void>((resolve) => {
			this.#out.once("error", () => resolve());
			// A stream counts an empty text as a chunk too.
			if (text !== "") this.#out.write(text);
			this.#out.end(() => resolve());
		});
	}

	#flushLater(ms: number): void {
		if (this.#timer !== undefined || this.#blocked) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			const nextMs = this.#msToNext();
			if (nextMs >= 0 && nextMs < quietMs) return this.#flushLater(Math.ceil(nextMs) + 1);
			this.#blocked = !this.#out.write(this.#take());
		}, ms);
	}

	#take(): string {
		const text = this.#waiting.map((record) => `${JSON.stringify(record)}\n`).join("");
		this.#waiting = [];
		return text;
	}
}
