import { type Alarm, nowMs } from "./alarm.ts";

interface Parcel {
	dueMs: number;
	deliver: () => void;
}

/** Runs deliveries at their instants on the clock of `nowMs`. */
export class DeliveryQueue {
	/** In order of their instants; a packet usually goes to the end. */
	readonly #parcels: Parcel[] = [];
	readonly #alarm: Alarm;

	constructor(startAlarm: (ring: () => void) => Alarm) {
		this.#alarm = startAlarm(() => this.#deliverDue());
	}

	add(dueMs: number, deliver: () => void): void {
		let at = this.#parcels.length;
		while (at > 0 && (this.#parcels[at - 1] as Parcel).dueMs > dueMs) at -= 1;
		this.#parcels.splice(at, 0, { dueMs, deliver });
		if (at === 0) this.#deliverDue();
	}

	#deliverDue(): void {
		let next = this.#parcels[0];
		while (next !== undefined && next.dueMs <= nowMs()) {
			this.#parcels.shift();
			next.deliver();
			next = this.#parcels[0];
		}
		if (next !== undefined) this.#alarm.set(next.dueMs);
	}
}
