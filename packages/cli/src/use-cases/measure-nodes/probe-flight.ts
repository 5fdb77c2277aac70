import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { ProbeHello, ProbeReady, ProbeRecord, ProbeSummary } from "@localdns/core/measure";
import { type PodState, readPodState } from "@localdns/core/verification";
import type { OnSamples } from "./contract.ts";
import type { OnRecords, ProbeLog } from "./probe-log.ts";

/** After a log that could not be read; doubled each time. */
const firstRetryMs = 2000;
const longestRetryMs = 30_000;
/** A log that has ended is read from its top again where chunks are missing, which a cut stream may have lost. */
const mostRereadings = 2;

/** How far a node is. `lost`: nothing more comes, and not all is there. */
export type Stage = "waiting" | "running" | "done" | "lost";

/** When a log was read first, ms since 1970 by this machine's clock. */
export interface ReadySeen {
	readonly ready: ProbeReady;
	readonly seenAtMs: number;
}

/** One node's probe, from its pod to the last word that was read of it. */
export class ProbeFlight {
	readonly node: string;
	readonly pod: string;
	readonly #log: ProbeLog;
	readonly #onSamples: OnSamples;
	/** Before its pod was made, ms since 1970 by this machine's clock. */
	madeAtMs = 0;
	/** Why no pod was made. */
	refused: string | undefined;
	/** As it was listed last. */
	state: PodState | undefined;
	/** Somebody has deleted its pod. */
	isDeleted = false;
	/** Its pod is no longer there. */
	isGone = false;
	/** Why its log could not be read the last time. */
	unread: string | undefined;
	hello: ProbeHello | undefined;
	summary: ProbeSummary | undefined;
	/** Echo round trips of its warm-up, ms: all that is known of its floor until its summary comes. */
	floorMs: readonly number[] = [];
	/** The latest planned instant that was read, ms since the measured part began. */
	reachedMs = Number.NEGATIVE_INFINITY;
	seen: ReadySeen | undefined;
	samples = 0;
	isReading = false;
	/** Nothing more is expected. */
	isClosed = false;
	/** On the clock of `performance.now()`: when its log is to be read next. */
	#dueAtMs = 0;
	#failures = 0;
	#rereadings = 0;

	constructor(
		place: { readonly node: string; readonly pod: string },
		logOf: (onRecords: OnRecords) => ProbeLog,
		onSamples: OnSamples,
	) {
		this.node = place.node;
		this.pod = place.pod;
		this.#onSamples = onSamples;
		this.#log = logOf((records) => this.#take(records));
	}

	get log(): ProbeLog {
		return this.#log;
	}

	get stage(): Stage {
		if (this.isClosed) return this.#log.isWhole ? "done" : "lost";
		return this.seen === undefined ? "waiting" : "running";
	}

	/** Its container has ended, whoever ended it. */
	get hasEnded(): boolean {
		return this.state?.is === "ended" || this.state?.is === "turned-away";
	}

	refuse(words: string): void {
		this.refused = words;
		this.isClosed = true;
	}

	/** Looks at its pod, as it was listed. */
	look(object: ApiObject): void {
		const hadEnded = this.hasEnded;
		this.state = readPodState(object);
		const { deletionTimestamp } = (object.metadata ?? {}) as { readonly deletionTimestamp?: string };
		this.isDeleted = deletionTimestamp !== undefined;
		// Its log goes with it, within seconds; and one that has ended will not grow any more.
		if (this.isDeleted || (this.hasEnded && !hadEnded)) this.#dueAtMs = 0;
		if (this.state.is === "waiting" && this.state.why === "image-never") this.isClosed = true;
	}

	/** Its pod is not there, as a request of its own has shown. */
	miss(): void {
		this.isGone = true;
		this.isClosed = true;
	}

	/** Whether its log is to be read now. */
	isDue(nowMs: number): boolean {
		if (this.isClosed || this.isReading || nowMs < this.#dueAtMs) return false;
		return this.hasEnded || this.state?.is === "running";
	}

	/** Its log is read at this instant, and not before. */
	readNextAt(atMs: number): void {
		this.#dueAtMs = atMs;
	}

	/**
	 * Reads its log; what fails is read again later.
	 *
	 * @param everyMs until the next reading of a probe that is ready
	 */
	async read(everyMs: number): Promise<void> {
		const hadEnded = this.hasEnded;
		this.isReading = true;
		try {
			await this.#log.read();
			this.unread = undefined;
			this.#failures = 0;
			const { ready } = this.#log;
			if (ready !== undefined) this.seen ??= { ready, seenAtMs: Date.now() };
			this.#dueAtMs = performance.now() + (ready === undefined || this.isDeleted ? 1000 : everyMs);
			if (this.#log.isWhole) this.isClosed = true;
			else if (hadEnded) this.#readAgainOrClose();
		} catch (error) {
			if (!(error instanceof LocaldnsError)) throw error;
			this.unread = error.reason ?? error.message;
			const backOffMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#failures);
			this.#failures += 1;
			this.#dueAtMs = performance.now() + (this.isDeleted ? 500 : backOffMs);
		} finally {
			this.isReading = false;
		}
	}

	/** Whoever was killed left no last chunk, and nothing is to be found by looking again, gaps aside. */
	#readAgainOrClose(): void {
		this.#rereadings += 1;
		const mayBeFound = this.#log.missing().length > 0 || this.#rereadings === 1;
		if (!mayBeFound || this.#rereadings > mostRereadings) {
			this.isClosed = true;
			return;
		}
		this.#log.rewind();
		this.#dueAtMs = performance.now() + 1000;
	}

	async #take(records: readonly ProbeRecord[]): Promise<void> {
		const samples = records.filter((record) => record.kind === "sample");
		for (const record of records) {
			if (record.kind === "hello") this.hello = record;
			if (record.kind === "floor") this.floorMs = record.floorMs;
			if (record.kind === "summary") this.summary = record;
		}
		this.samples += samples.length;
		for (const { intendedMs } of samples) this.reachedMs = Math.max(this.reachedMs, intendedMs);
		if (samples.length > 0) await this.#onSamples(this.node, samples);
	}
}
