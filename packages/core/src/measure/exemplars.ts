import { type Sample, workloadNames } from "./sample.ts";
import { waitedMs } from "./waited.ts";

/** How many of a node and workload are kept whole. */
const kept = 10;

interface Place {
	readonly node: number;
	readonly arm: number;
	readonly workload: number;
}

interface Candidate extends Place {
	readonly sample: Sample;
	readonly waited: number;
}

/** The longest wait first; then who asked first, so that the choice does not depend on the order in which they came. */
const before = (a: Candidate, b: Candidate): number =>
	b.waited - a.waited ||
	a.sample.intendedMs - b.sample.intendedMs ||
	a.node - b.node ||
	a.sample.tuple - b.sample.tuple ||
	a.arm - b.arm;

/**
 * Keeps the few resolutions that are worth showing packet by packet: of each node and workload the ten that an
 * application waited for longest. By node, because a node may turn out not to count only when all has come in.
 */
export class Exemplars {
	readonly #deadlineMs: number;
	/** By node and workload, in order. */
	readonly #chosen: Candidate[][] = [];

	constructor(deadlineMs: number) {
		this.#deadlineMs = deadlineMs;
	}

	/** Takes it in if it is among the slowest; not one of the warm-up, nor one that does not count, nor one without packets. */
	offer(sample: Sample, place: Place): void {
		const { intendedMs, outcome, attempts } = sample;
		if (intendedMs < 0 || outcome === "probe_fault" || outcome === "aborted" || attempts.length === 0) return;
		const key = place.node * workloadNames.length + place.workload;
		this.#chosen[key] ??= [];
		const chosen = this.#chosen[key];
		const candidate = { ...place, sample, waited: waitedMs(sample, this.#deadlineMs) };
		const last = chosen.at(-1);
		if (chosen.length === kept && last !== undefined && before(candidate, last) >= 0) return;
		const at = chosen.findIndex((each) => before(candidate, each) < 0);
		chosen.splice(at === -1 ? chosen.length : at, 0, candidate);
		if (chosen.length > kept) chosen.pop();
	}

	/** Everything that was kept, the longest wait first. */
	slowestFirst(): Sample[] {
		return this.#chosen
			.flat()
			.sort(before)
			.map(({ sample }) => sample);
	}
}
