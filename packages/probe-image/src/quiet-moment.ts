/** Work that is not the probe's own stays this far from the next planned instant. */
const quietMs = 5;

/** Puts work off until nothing is about to be sent: serialising and compressing would make a question late. */
export class QuietMoment {
	/** Milliseconds to the next planned instant; negative when it is past. */
	readonly #msToNext: () => number;
	readonly #work: () => void;
	#timer: NodeJS.Timeout | undefined;

	constructor(msToNext: () => number, work: () => void) {
		this.#msToNext = msToNext;
		this.#work = work;
	}

	/** Does the work in the first quiet moment after so many milliseconds; one that is awaited already stays. */
	after(ms: number): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			const nextMs = this.#msToNext();
			if (nextMs >= 0 && nextMs < quietMs) this.after(Math.ceil(nextMs) + 1);
			else this.#work();
		}, ms);
	}

	cancel(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
