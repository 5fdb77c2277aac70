import type { Writable } from "node:stream";
import type { ProbeRecord } from "@localdns/core/measure";
import { QuietMoment } from "./quiet-moment.ts";

/** Records wait at most this long, so that a reader can follow the run. */
const flushEveryMs = 250;

/** Where the records of a run go. */
export interface RecordSink {
	put(record: ProbeRecord): void;
	/** Writes what is left and ends the stream. */
	end(): Promise<void>;
}

/**
 * Writes records as NDJSON in batches, between the instants at which something is sent or expected, and waits
 * for a slow reader instead of blocking on it.
 */
export class Recorder implements RecordSink {
	readonly #out: Writable;
	readonly #quiet: QuietMoment;
	#waiting: ProbeRecord[] = [];
	#blocked = false;

	constructor(out: Writable, msToNext: () => number) {
		this.#out = out;
		this.#quiet = new QuietMoment(msToNext, () => {
			this.#blocked = !this.#out.write(this.#take());
		});
		out.on("drain", () => {
			this.#blocked = false;
			if (this.#waiting.length > 0) this.#quiet.after(0);
		});
	}

	put(record: ProbeRecord): void {
		// Who reads this has nothing without the summary, which has all of it.
		if (record.kind === "floor") return;
		this.#waiting.push(record);
		if (!this.#blocked) this.#quiet.after(flushEveryMs);
	}

	async end(): Promise<void> {
		this.#quiet.cancel();
		const text = this.#take();
		await new Promise<void>((resolve) => {
			this.#out.once("error", () => resolve());
			// A stream counts an empty text as a chunk too.
			if (text !== "") this.#out.write(text);
			this.#out.end(() => resolve());
		});
	}

	#take(): string {
		const text = this.#waiting.map((record) => `${JSON.stringify(record)}\n`).join("");
		this.#waiting = [];
		return text;
	}
}
