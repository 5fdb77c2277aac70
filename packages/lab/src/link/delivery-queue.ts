/** Waiting this little by blocking costs less than a timer's error, and no processor time. */
const blockableMs = 1.2;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

interface Parcel {
	dueMs: number;
	deliver: () => void;
}

/**
 * Runs deliveries at their instants on the clock of `performance.now()`. Node's timers count whole
 * milliseconds and fire late by up to one, so the last stretch is slept in a system call.
 */
export class DeliveryQueue {
	/** In order of their instants; a packet usually goes to the end. */
	readonly #parcels: Parcel[] = [];
	#timer: NodeJS.Timeout | undefined;

	add(dueMs: number, deliver: () => void): void {
		let at = this.#parcels.length;
		while (at > 0 && (this.#parcels[at - 1] as Parcel).dueMs > dueMs) at -= 1;
		this.#parcels.splice(at, 0, { dueMs, deliver });
		if (at === 0) this.#arm();
	}

	#arm(): void {
		clearTimeout(this.#timer);
		const next = this.#parcels[0];
		if (next === undefined) return;
		const waitMs = next.dueMs - performance.now();
		if (waitMs <= blockableMs) this.#timer = setTimeout(() => this.#deliverDue(), 0);
		else this.#timer = setTimeout(() => this.#deliverDue(), Math.max(1, Math.floor(waitMs - blockableMs)));
	}

	#deliverDue(): void {
		for (let next = this.#parcels[0]; next !== undefined; next = this.#parcels[0]) {
			const waitMs = next.dueMs - performance.now();
			if (waitMs > blockableMs) break;
			if (waitMs > 0) Atomics.wait(sleeper, 0, 0, waitMs);
			this.#parcels.shift();
			next.deliver();
		}
		this.#arm();
	}
}
