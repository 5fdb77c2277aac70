import { counts } from "../measure/resolutions.ts";
import type { Sample, Workload } from "../measure/sample.ts";
import type { BenchRun } from "./bench-report.ts";

/** Resolutions of the measured part that count in rates. */
export function countedSamples(run: BenchRun, workload: Workload): Sample[] {
	return run.samples.filter((sample) => sample.workload === workload && counts(sample));
}

/** What the distribution plots of one arm are drawn from. */
export interface Distribution {
	arm: string;
	/** Position of the arm in the run: its colour. */
	index: number;
	/** Latencies of the resolutions that did not fail, ascending, ms. */
	answered: Float64Array;
	/** All resolutions: those that failed lie beyond every latency. */
	total: number;
}

export function distributions(samples: readonly Sample[], arms: readonly string[]): Distribution[] {
	return arms
		.map((arm, index) => {
			const own = samples.filter((sample) => sample.arm === arm);
			const answered = Float64Array.from(
				own.filter(({ outcome }) => outcome === "ok"),
				({ latencyMs }) => latencyMs ?? 0,
			).sort();
			return { arm, index, answered, total: own.length };
		})
		.filter(({ total }) => total > 0);
}

/** How many of an ascending list lie above `value`. */
export function countAbove(sorted: Float64Array, value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] as number) > value) high = middle;
		else low = middle + 1;
	}
	return sorted.length - low;
}
