import type { ProbeSummary } from "@localdns/core/measure";

const everyMs = 1000;
/** Less than this is no step: clocks that are kept right are slewed by half a millisecond a second. */
const leastStepMs = 100;
/** A reading of both clocks that took longer than this says nothing of their difference. */
const longestReadingMs = 10;
/** A clock that is set all the time is known as such after so many. */
const mostSteps = 100;

/** Notices when the wall clock is set: planned instants follow a clock that nobody sets, times of day do not. */
export class ClockWatch {
	readonly steps: NonNullable<ProbeSummary["clockSteps"]> = [];
	/** On the clock of `performance.now()`. */
	readonly #measuredAtMs: number;
	readonly #timer: NodeJS.Timeout;
	#offsetMs: number | undefined = readOffset();

	constructor(measuredAtMs: number) {
		this.#measuredAtMs = measuredAtMs;
		this.#timer = setInterval(() => this.#look(), everyMs);
	}

	/** Looks a last time. */
	close(): void {
		clearInterval(this.#timer);
		this.#look();
	}

	#look(): void {
		const offsetMs = readOffset();
		if (offsetMs === undefined) return;
		const byMs = offsetMs - (this.#offsetMs ?? offsetMs);
		this.#offsetMs = offsetMs;
		if (Math.abs(byMs) < leastStepMs || this.steps.length >= mostSteps) return;
		this.steps.push({ atMs: Math.round(performance.now() - this.#measuredAtMs), byMs: Math.round(byMs) });
	}
}

/** Wall clock minus the one that nobody sets; undefined where the process was kept from the CPU in between. */
function readOffset(): number | undefined {
	const beforeMs = performance.now();
	const wallMs = Date.now();
	const tookMs = performance.now() - beforeMs;
	return tookMs > longestReadingMs ? undefined : wallMs - beforeMs;
}
