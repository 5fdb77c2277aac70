/** A timer of Node counts whole milliseconds; far instants are approached in steps that fit into it. */
const longestWaitMs = 60_000;

export interface Planned<Item> {
	/** Clock of the instant, ms (`performance.now()`). */
	atMs: number;
	item: Item;
}

/**
 * Fires every item at its instant, whatever became of the earlier ones. An item is never skipped and never
 * waits for another: the one who is called decides what a late one is worth.
 */
export class OpenLoop<Item> {
	readonly #items: Iterator<Planned<Item>>;
	readonly #fire: (planned: Planned<Item>) => void;
	#next: Planned<Item> | undefined;
	#timer: NodeJS.Timeout | undefined;
	#finished: (() => void) | undefined;

	constructor(items: Iterable<Planned<Item>>, fire: (planned: Planned<Item>) => void) {
		this.#items = items[Symbol.iterator]();
		this.#fire = fire;
		this.#next = this.#items.next().value;
	}

	/** Milliseconds to the next instant; infinite after the last. */
	get msToNext(): number {
		return this.#next === undefined ? Number.POSITIVE_INFINITY : this.#next.atMs - performance.now();
	}

	/** Resolves after the last item, or after `stop`. */
	run(): Promise<void> {
		return new Promise((resolve) => {
			this.#finished = resolve;
			this.#step();
		});
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#next = undefined;
		this.#finished?.();
	}

	#step(): void {
		while (this.#next !== undefined && this.#next.atMs <= performance.now()) {
			this.#fire(this.#next);
			// The next item is computed after this one has left.
			this.#next = this.#items.next().value;
		}
		if (this.#next === undefined) {
			this.#finished?.();
			return;
		}
		this.#timer = setTimeout(
			() => this.#step(),
			Math.min(longestWaitMs, Math.max(1, Math.ceil(this.msToNext))),
		);
	}
}
