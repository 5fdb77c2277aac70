/** Thrown inside a resolution when the run is told to stop. */
export class Interrupted extends Error {
	constructor() {
		super("the run was interrupted");
		this.name = "Interrupted";
	}
}

/** What a stub waits on: events in the order of their arrival, with a time limit, as poll and recv give them. */
export class Mailbox<Event> {
	readonly #events: Event[] = [];
	#wake: (() => void) | undefined;
	#interrupted = false;

	put(event: Event): void {
		this.#events.push(event);
		this.#wake?.();
	}

	interrupt(): void {
		this.#interrupted = true;
		this.#wake?.();
	}

	/**
	 * The next event, or undefined when none came until `untilMs` (on the clock of `performance.now()`).
	 * @throws Interrupted
	 */
	async next(untilMs: number): Promise<Event | undefined> {
		for (;;) {
			if (this.#interrupted) throw new Interrupted();
			const event = this.#events.shift();
			if (event !== undefined) return event;
			const leftMs = untilMs - performance.now();
			if (leftMs <= 0) return undefined;
			// A timer may fire up to a millisecond early, hence the loop.
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, Math.ceil(leftMs));
				this.#wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
			this.#wake = undefined;
		}
	}
}
