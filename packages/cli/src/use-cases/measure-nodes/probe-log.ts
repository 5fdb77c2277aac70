import { ChunkReader, type ProbeReady, type ProbeRecord } from "@localdns/core/measure";
import type { Cluster } from "../../ports/cluster.ts";
import { chunkContent } from "./chunk-content.ts";

/** Asked for at a time, bytes: a minute of the busiest probe is a tenth of it. */
const pieceBytes = 2 * 1024 * 1024;
/** In one reading: more than a log holds before the kubelet rotates it (10 MiB). */
const mostPieces = 10;

/** What came of one reading. */
export type Reading = "read" | "no-pod";

/** Where records go, in the order of the log; awaited before more is read. */
export type OnRecords = (records: readonly ProbeRecord[]) => Promise<void>;

/** The log of one probe, read piece by piece while it grows; what is read twice counts once. */
export class ProbeLog {
	readonly #cluster: Cluster;
	readonly #namespace: string;
	readonly #pod: string;
	readonly #onRecords: OnRecords;
	readonly #reader = new ChunkReader(chunkContent);
	/** Time of the last whole line, as the node wrote it. */
	#since: string | undefined;

	/** @param cluster as it is: a kubelet that does not answer is asked again at the next reading */
	constructor(
		cluster: Cluster,
		place: { readonly namespace: string; readonly pod: string },
		onRecords: OnRecords,
	) {
		this.#cluster = cluster;
		this.#namespace = place.namespace;
		this.#pod = place.pod;
		this.#onRecords = onRecords;
	}

	/** Its first line, once it was read. */
	get ready(): ProbeReady | undefined {
		return this.#reader.ready;
	}

	/** Whether every chunk up to the last one is there. */
	get isWhole(): boolean {
		return this.#reader.hasLast && this.#reader.missing().length === 0;
	}

	get hasLast(): boolean {
		return this.#reader.hasLast;
	}

	/** Numbers of chunks before the highest one that was read, which are not there. */
	missing(): readonly number[] {
		return this.#reader.missing();
	}

	/** What it printed last that is no chunk: an error of Node or of the probe. */
	get complaint(): string | undefined {
		return this.#reader.lastWords;
	}

	/** The next reading begins at the top. */
	rewind(): void {
		this.#since = undefined;
	}

	/** Reads what came since the last time. @throws LocaldnsError of the one request */
	async read(): Promise<Reading> {
		for (let piece = 0; piece < mostPieces; piece += 1) {
			const since = this.#since;
			const range = { since, limitBytes: pieceBytes };
			const text = await this.#cluster.logSince(this.#namespace, this.#pod, range);
			if (text === undefined) return "no-pod";
			await this.#take(text);
			if (Buffer.byteLength(text) < pieceBytes || this.#since === since) break;
		}
		return "read";
	}

	async #take(text: string): Promise<void> {
		const lines = text.split("\n");
		// Cut, or empty: it is read again.
		lines.pop();
		for (const line of lines) {
			const space = line.indexOf(" ");
			if (space === -1) continue;
			this.#since = line.slice(0, space);
			const records = await this.#reader.take(line.slice(space + 1));
			if (records.length > 0) await this.#onRecords(records);
		}
	}
}
