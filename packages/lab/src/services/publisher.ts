import { rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Change } from "./changes.ts";
import type { ServiceBook } from "./service-book.ts";
import { clusterZone } from "./zone.ts";

/** Keeps the cluster's zone file as the book has it; the cluster DNS looks at it five times a second. */
export class Publisher {
	readonly #file: string;
	readonly #book: ServiceBook;
	#serial = 0;

	constructor(file: string, book: ServiceBook) {
		this.#file = file;
		this.#book = book;
	}

	/** Replaces the zone file in one step: CoreDNS never reads half of one. */
	async publish(): Promise<void> {
		this.#serial += 1;
		const next = `${this.#file}.next`;
		await writeFile(next, clusterZone(this.#book.services(), this.#serial));
		await rename(next, this.#file);
	}

	/** Applies the changes at their instants after `startEpochMs`, and notes when each really came. */
	async follow(changes: readonly Change[], startEpochMs: number, signal: AbortSignal): Promise<void> {
		for (const change of changes) {
			await sleep(Math.max(0, startEpochMs + change.atMs - Date.now()), undefined, { signal });
			this.#book.apply(change, Date.now() - startEpochMs);
			await this.publish();
		}
	}
}
