import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { afterAll, beforeAll, vi } from "vitest";

const turnMs = 5;
const aMoment = promisify(gzip);

/**
 * Has the clocks and timers of a test file run so many times as fast. They are moved a step at a time, each after a
 * moment in which what really takes time, such as unpacking, can come to its end: on a machine that is slow, time passes
 * more slowly, and nothing that is waited for is late.
 */
export function hurryTime(times = 20): void {
	const { setTimeout } = globalThis;
	let isOver = false;
	const pass = async (): Promise<void> => {
		while (!isOver) {
			await vi.advanceTimersByTimeAsync(times * turnMs);
			await new Promise((resolve) => void setTimeout(resolve, turnMs));
			await aMoment("");
		}
	};
	let passing: Promise<void>;
	beforeAll(() => {
		const toFake = ["setTimeout", "clearTimeout", "Date", "performance"] as const;
		vi.useFakeTimers({ toFake: [...toFake], fakeNodeBuiltins: true });
		passing = pass();
	});
	afterAll(async () => {
		isOver = true;
		await passing;
		vi.useRealTimers();
	});
}
