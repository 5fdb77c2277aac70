import { parentPort, Worker, workerData } from "node:worker_threads";

/** Milliseconds on a clock that all threads share. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** One instant that main thread and alarm thread share. */
interface Shared {
	/** Counts the settings; the thread sleeps on it. */
	settings: Int32Array<SharedArrayBuffer>;
	dueMs: Float64Array<SharedArrayBuffer>;
}

export interface Alarm {
	/** Calls back at this instant in place of any set before. */
	set(dueMs: number): void;
}

/**
 * An alarm that is right to about 0.1 ms. Node's timers count whole milliseconds and fire up to one late,
 * which a link of 1 ms cannot bear, and sleeping or spinning in the main thread would make it read the next packet
 * late: so a thread of its own sleeps in a system call and rings.
 * @param program file that calls `keepAlarm` when it is run as a worker
 */
export function startAlarm(program: string, ring: () => void): Alarm {
	const settings = new Int32Array(new SharedArrayBuffer(4));
	const dueMs = new Float64Array(new SharedArrayBuffer(8)).fill(Number.POSITIVE_INFINITY);
	const shared: Shared = { settings, dueMs };
	new Worker(program, { workerData: shared }).on("message", ring);
	return {
		set(due) {
			dueMs[0] = due;
			Atomics.add(settings, 0, 1);
			Atomics.notify(settings, 0);
		},
	};
}

/** What the alarm's thread does for ever. */
export function keepAlarm(): never {
	const { settings, dueMs } = workerData as Shared;
	for (;;) {
		const setting = Atomics.load(settings, 0);
		const waitMs = (dueMs[0] as number) - nowMs();
		if (waitMs > 0 && Atomics.wait(settings, 0, setting, waitMs) !== "timed-out") continue;
		parentPort?.postMessage(setting);
		Atomics.wait(settings, 0, setting);
	}
}
