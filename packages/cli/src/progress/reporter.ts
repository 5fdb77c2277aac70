import { printable } from "../presentation/printable.ts";
import type { BenchEvent, BenchReporter } from "./bench-event.ts";

interface Terminal {
	isTTY?: boolean;
	columns?: number;
	write(text: string): unknown;
}

const clock = (ms: number): string => {
	const seconds = Math.max(0, Math.round(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** Those that are nowhere are not named. */
function nodesText({ waiting, running, done, lost }: Extract<BenchEvent, { type: "nodes" }>): string {
	const counts = Object.entries({ waiting, running, done, lost }).flatMap(([word, count]) =>
		count === 0 ? [] : `${count} ${word}`,
	);
	return counts.length === 0 ? "" : ` · nodes: ${counts.join(", ")}`;
}

/** Phase, time left, nodes and failures so far, in one line. */
class Status {
	#phase = "";
	#began = 0;
	#lengthMs: number | undefined;
	#nodes = "";
	readonly #arms = new Map<string, { failed: number; asked: number }>();

	take(event: BenchEvent, nowMs: number): void {
		if (event.type === "phase") {
			this.#phase = event.text;
			this.#began = nowMs;
			this.#lengthMs = event.lengthMs;
		} else if (event.type === "nodes") {
			this.#nodes = nodesText(event);
		} else if (event.type === "resolution") {
			const counts = this.#arms.get(event.arm) ?? { failed: 0, asked: 0 };
			counts.asked += 1;
			if (event.failed) counts.failed += 1;
			this.#arms.set(event.arm, counts);
		}
	}

	line(nowMs: number): string {
		const left = this.#lengthMs === undefined ? "" : ` · ${clock(this.#began + this.#lengthMs - nowMs)} left`;
		const arms = [...this.#arms].map(([arm, counts]) => `${arm} ${counts.failed}/${counts.asked}`);
		return `${this.#phase}${left}${this.#nodes}${arms.length === 0 ? "" : ` · failed: ${arms.join(", ")}`}`;
	}
}

/** Redraws one line; only for a terminal, and the only writer to it while it lives. */
export function liveReporter(out: Terminal, now: () => number): BenchReporter {
	const status = new Status();
	const clear = "\r\u001b[2K";
	const draw = () => {
		const line = status.line(now());
		// Before the first phase the line is somebody else's: a question may stand there.
		if (line !== "") out.write(`${clear}${line.slice(0, (out.columns ?? 80) - 1)}`);
	};
	const timer = setInterval(draw, 500);
	timer.unref();
	const report = (event: BenchEvent) => {
		status.take(event, now());
		if (event.type === "note" || event.type === "left") out.write(`${clear}${printable(event.text)}\n`);
		if (event.type !== "resolution" && event.type !== "nodes") draw();
	};
	return Object.assign(report, {
		close() {
			clearInterval(timer);
			out.write(clear);
		},
	});
}

/** Lines only: a phase when it begins, and while one is long, its state every ten seconds. */
export function plainReporter(out: Terminal, now: () => number): BenchReporter {
	const status = new Status();
	const print = () => {
		const line = status.line(now());
		// Before the first phase there is nothing to tell.
		if (line !== "") out.write(`${line}\n`);
	};
	const timer = setInterval(print, 10_000);
	timer.unref();
	const report = (event: BenchEvent) => {
		status.take(event, now());
		if (event.type === "note" || event.type === "left") out.write(`${printable(event.text)}\n`);
		if (event.type === "phase") {
			print();
			timer.refresh();
		}
	};
	return Object.assign(report, { close: () => clearInterval(timer) });
}

function silentReporter(): BenchReporter {
	return Object.assign(() => {}, { close() {} });
}

export function chooseReporter(
	options: { quiet?: boolean | undefined; progress: boolean },
	out: Terminal,
	now: () => number,
): BenchReporter {
	if (options.quiet === true || !options.progress) return silentReporter();
	return out.isTTY === true && process.env.TERM !== "dumb" ? liveReporter(out, now) : plainReporter(out, now);
}
