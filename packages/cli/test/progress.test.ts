import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chooseReporter, liveReporter, plainReporter } from "../src/progress/reporter.ts";

/** Collects what would be seen. */
function terminal(columns = 80) {
	const written: string[] = [];
	return { isTTY: true, columns, written, write: (text: string) => written.push(text) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("progress of a bench", () => {
	it("shows phase, time left and failures so far on a terminal, in one line that it redraws", () => {
		const out = terminal();
		const report = liveReporter(out, Date.now);
		report({ type: "phase", text: "measuring", lengthMs: 45_000 });
		report({ type: "resolution", arm: "direct", failed: true });
		report({ type: "resolution", arm: "direct", failed: false });
		report({ type: "resolution", arm: "resilient", failed: false });
		vi.advanceTimersByTime(15_000);
		expect(out.written.at(-1)).toBe("\r\u001b[2Kmeasuring · 0:30 left · failed: direct 1/2, resilient 0/1");
		report.close();
		expect(out.written.at(-1)).toBe("\r\u001b[2K");
	});

	it("never draws a line longer than the terminal is wide", () => {
		const out = terminal(20);
		const report = liveReporter(out, Date.now);
		report({ type: "phase", text: "a phase with a very long name indeed" });
		expect(out.written.at(-1)?.replace("\r\u001b[2K", "").length).toBeLessThan(20);
		report.close();
	});

	it("prints lines without control characters when piped, and not one per resolution", () => {
		const out = terminal();
		const report = plainReporter(out, Date.now);
		report({ type: "phase", text: "measuring", lengthMs: 45_000 });
		for (let count = 0; count < 100; count += 1) report({ type: "resolution", arm: "direct", failed: false });
		vi.advanceTimersByTime(25_000);
		report.close();
		expect(out.written).toEqual([
			"measuring · 0:45 left\n",
			"measuring · 0:35 left · failed: direct 0/100\n",
			"measuring · 0:25 left · failed: direct 0/100\n",
		]);
	});

	it("leaves a terminal's line alone while no phase has begun: a question may stand there", () => {
		const out = terminal();
		const report = liveReporter(out, Date.now);
		vi.advanceTimersByTime(5000);
		expect(out.written).toEqual([]);
		report.close();
	});

	it("lets no note steer the terminal: it may hold what a pod has printed", () => {
		for (const reporter of [liveReporter, plainReporter]) {
			const out = terminal();
			const report = reporter(out, Date.now);
			report({ type: "note", text: "its probe ended: \u001b[2Jgone" });
			report.close();
			expect(out.written.join("")).toContain("its probe ended: \ufffd[2Jgone\n");
		}
	});

	it("prints no empty line while no phase has begun", () => {
		const out = terminal();
		const report = plainReporter(out, Date.now);
		vi.advanceTimersByTime(25_000);
		report.close();
		expect(out.written).toEqual([]);
	});

	it("says nothing when asked not to", () => {
		const out = terminal();
		for (const options of [{ quiet: true, progress: true }, { progress: false }]) {
			const report = chooseReporter(options, out, Date.now);
			report({ type: "phase", text: "measuring" });
			report.close();
		}
		expect(out.written).toEqual([]);
	});
});
