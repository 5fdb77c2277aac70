import { setTimeout as sleep } from "node:timers/promises";

/** Turns at a steady rate, so that a thousand nodes ask no more of the API server at a time than ten. */
export class Pace {
	readonly #gapMs: number;
	#nextAtMs = 0;

	constructor(perSecond: number) {
		this.#gapMs = 1000 / perSecond;
	}

	/** Returns when it is the caller's turn. */
	async turn(): Promise<void> {
		const nowMs = performance.now();
		const atMs = Math.max(nowMs, this.#nextAtMs);
		this.#nextAtMs = atMs + this.#gapMs;
		if (atMs > nowMs) await sleep(atMs - nowMs);
	}

	/** How long so many turns take, ms. */
	lengthMs(turns: number): number {
		return turns * this.#gapMs;
	}

	/**
	 * Does something for each item in its turn, so many at a time, in order. After the first failure nothing more is
	 * begun, and what is under way is waited for: what cleans up then meets no latecomer.
	 */
	async each<T>(items: Iterable<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
		const queue = items[Symbol.iterator]();
		let hasFailed = false;
		const lane = async (): Promise<void> => {
			for (let next = queue.next(); next.done !== true; next = queue.next()) {
				await this.turn();
				if (hasFailed) return;
				await work(next.value).catch((error: unknown) => {
					hasFailed = true;
					throw error;
				});
			}
		};
		const lanes = Array.from({ length: width }, lane);
		await Promise.allSettled(lanes);
		await Promise.all(lanes);
	}
}
