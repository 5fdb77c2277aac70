import type { ProbeChunk, ProbeReady } from "./probe-chunk.ts";
import type { ProbeRecord } from "./sample.ts";

/** What a host lends: neither sums nor compression belong to the language. */
export interface ChunkContent {
	/** Of a text as UTF-8, lower-case hex. */
	readonly sha256: (text: string) => string;
	/** Text of a gzipped one in base64. Rejects what is none, or grows beyond all bounds. */
	readonly inflate: (base64: string) => Promise<string>;
}

/** What is left of a chunk whose line was cut at its end, or at its beginning. */
const rest = /^\{"kind":"chunk"|"data":"[^"]*"(?:,"last":true)?\}$/;
/** More than a probe of a day writes. */
const mostChunks = 1_000_000;

/**
 * Reads the log of a probe line by line, in any order: a chunk that comes twice counts once, one that is damaged is as
 * if it had not come, and nothing that a line may hold makes it throw.
 */
export class ChunkReader {
	readonly #content: ChunkContent;
	readonly #seen = new Set<number>();
	#highest = -1;
	#hasLast = false;
	#damaged = 0;
	#ready: ProbeReady | undefined;
	#lastWords: string | undefined;

	constructor(content: ChunkContent) {
		this.#content = content;
	}

	/** The line that says that the probe waits for its start. */
	get ready(): ProbeReady | undefined {
		return this.#ready;
	}

	/** Whether the chunk came behind which nothing follows. */
	get hasLast(): boolean {
		return this.#hasLast;
	}

	/** Lines that are chunks, and could not be read. */
	get damaged(): number {
		return this.#damaged;
	}

	/** The last line that is none of a probe's: what Node, or the probe, complained of. */
	get lastWords(): string | undefined {
		return this.#lastWords;
	}

	/** Numbers that have not come, of those before the highest that has. */
	missing(): number[] {
		const missing: number[] = [];
		for (let number = 0; number < this.#highest; number += 1)
			if (!this.#seen.has(number)) missing.push(number);
		return missing;
	}

	/** @returns what a chunk holds that was not read before */
	async take(line: string): Promise<ProbeRecord[]> {
		const value = objectOf(line);
		if (isReady(value)) this.#ready ??= value;
		else if (value?.kind === "chunk") return await this.#open(value as unknown as ProbeChunk);
		else if (rest.test(line)) this.#damaged += 1;
		else if (line.trim() !== "") this.#lastWords = line.trim().slice(0, 500);
		return [];
	}

	async #open(chunk: ProbeChunk): Promise<ProbeRecord[]> {
		const { number, last } = chunk;
		if (!Number.isInteger(number) || number < 0 || number >= mostChunks) {
			this.#damaged += 1;
			return [];
		}
		if (this.#seen.has(number)) return [];
		const records = await this.#records(chunk);
		if (records === undefined) {
			this.#damaged += 1;
			return [];
		}
		// It may have come a second time while it was opened.
		if (this.#seen.has(number)) return [];
		this.#seen.add(number);
		this.#highest = Math.max(this.#highest, number);
		if (last === true) this.#hasLast = true;
		return records;
	}

	/** @returns undefined where it is not what the probe wrote */
	async #records({ data, sha256, records }: ProbeChunk): Promise<ProbeRecord[] | undefined> {
		if (typeof data !== "string") return undefined;
		const text = await this.#content.inflate(data).catch(() => undefined);
		if (text === undefined || this.#content.sha256(text) !== sha256) return undefined;
		const values = text
			.split("\n")
			.filter((line) => line !== "")
			.map(objectOf);
		if (values.length !== records || values.includes(undefined)) return undefined;
		return values as unknown as ProbeRecord[];
	}
}

function isReady(value: Readonly<Record<string, unknown>> | undefined): value is ProbeReady & typeof value {
	const { kind, nodeVersion, atEpochMs } = value ?? {};
	return kind === "ready" && typeof nodeVersion === "string" && Number.isFinite(atEpochMs);
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
	if (!text.startsWith("{")) return undefined;
	try {
		return JSON.parse(text) as Readonly<Record<string, unknown>>;
	} catch {
		return undefined;
	}
}
