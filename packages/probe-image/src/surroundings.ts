import type { CacheCounters, ProbeSummary } from "@localdns/core/measure";
import { readCacheMetrics } from "./cache-metrics.ts";
import { ClockWatch } from "./clock-watch.ts";
import { QuietMoment } from "./quiet-moment.ts";
import { readThrottling, throttledBetween } from "./throttling.ts";

type Surroundings = Pick<ProbeSummary, "clockSteps" | "throttled" | "cacheCounters">;

/** What went on around the questions: the clock, the share of the CPU, the cache that was asked. */
export class SurroundingsWatch {
	/** On the clock of `performance.now()`. */
	readonly #measuredAtMs: number;
	readonly #cacheMetrics: string | undefined;
	readonly #clock: ClockWatch;
	readonly #begin: QuietMoment;
	#throttledBefore: ReturnType<typeof readThrottling>;
	#cacheBefore: Promise<CacheCounters> | undefined;

	/** Reads first as soon as the measured part begins and no question is about to leave. */
	constructor(measuredAtMs: number, cacheMetrics: string | undefined, msToNext: () => number) {
		this.#measuredAtMs = measuredAtMs;
		this.#cacheMetrics = cacheMetrics;
		this.#clock = new ClockWatch(measuredAtMs);
		this.#begin = new QuietMoment(msToNext, () => {
			this.#throttledBefore = readThrottling();
			this.#cacheBefore = this.#readCache();
		});
		this.#begin.after(Math.max(0, measuredAtMs - performance.now()));
	}

	/** Reads a last time; call it when the last question has left. */
	async close(): Promise<Surroundings> {
		this.#begin.cancel();
		this.#clock.close();
		const throttled = throttledBetween(this.#throttledBefore, readThrottling());
		// Both at the same time, so that a cache that does not answer costs the end no more than one patience.
		const [cacheBefore, cacheAfter] = await Promise.all([
			this.#cacheBefore,
			this.#cacheBefore && this.#readCache(),
		]);
		const { steps } = this.#clock;
		return {
			...(steps.length === 0 ? {} : { clockSteps: steps }),
			...(throttled === undefined ? {} : { throttled }),
			...(cacheBefore === undefined || cacheAfter === undefined
				? {}
				: { cacheCounters: [cacheBefore, cacheAfter] }),
		};
	}

	#readCache(): Promise<CacheCounters> | undefined {
		const url = this.#cacheMetrics;
		if (url === undefined) return undefined;
		return readCacheMetrics(url).then((reading) => ({
			atMs: Math.round(performance.now() - this.#measuredAtMs),
			...reading,
		}));
	}
}
