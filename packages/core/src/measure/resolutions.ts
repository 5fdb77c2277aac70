import type { Pairs } from "./pairs.ts";
import type { Sample } from "./sample.ts";

/** What counts of one arm in one workload, in order of the planned instants. */
export interface Resolutions {
	arm: string;
	samples: readonly Sample[];
	times: Float64Array;
	nodes: Int32Array;
	/** ms; +Infinity for every failure, slow answers beyond the deadline among them. */
	latencies: Float64Array;
}

/** In the measured part, and neither the probe's own fault nor cut off by an interruption. */
export const counts = ({ intendedMs, outcome }: Sample) =>
	intendedMs >= 0 && outcome !== "probe_fault" && outcome !== "aborted";

const latencyOf = ({ outcome, latencyMs }: Sample) =>
	outcome === "ok" && latencyMs !== null ? latencyMs : Number.POSITIVE_INFINITY;

/**
 * Orders an arm's resolutions, so that the result does not depend on the order in which the probes' files
 * were merged.
 *
 * @param samples Those that count, of one arm and workload.
 * @param nodes Index of each node.
 */
export function orderResolutions(
	arm: string,
	samples: readonly Sample[],
	nodes: ReadonlyMap<string, number>,
): Resolutions {
	const nodeOf = (sample: Sample) => nodes.get(sample.node) as number;
	const ordered = samples.toSorted(
		(a, b) => a.intendedMs - b.intendedMs || nodeOf(a) - nodeOf(b) || a.tuple - b.tuple,
	);
	return {
		arm,
		samples: ordered,
		times: Float64Array.from(ordered, ({ intendedMs }) => intendedMs),
		nodes: Int32Array.from(ordered, nodeOf),
		latencies: Float64Array.from(ordered, latencyOf),
	};
}

/** Matches two arms by node and tuple; a tuple that one of them lacks is left out. */
export function pairUp(baseline: Resolutions, arm: Resolutions): Pairs {
	const key = ({ node, tuple }: Sample) => `${tuple} ${node}`;
	const partners = new Map(arm.samples.map((sample, i) => [key(sample), i]));
	const rows: { time: number; node: number; baseline: number; arm: number }[] = [];
	baseline.samples.forEach((sample, i) => {
		const partner = partners.get(key(sample));
		if (partner === undefined) return;
		rows.push({
			// The arms take turns in being first; the tuple's instant is that of whichever was.
			time: Math.min(sample.intendedMs, arm.times[partner] as number),
			node: baseline.nodes[i] as number,
			baseline: baseline.latencies[i] as number,
			arm: arm.latencies[partner] as number,
		});
	});
	rows.sort((a, b) => a.time - b.time || a.node - b.node);
	return {
		times: Float64Array.from(rows, ({ time }) => time),
		nodes: Int32Array.from(rows, ({ node }) => node),
		baseline: Float64Array.from(rows, (row) => row.baseline),
		arm: Float64Array.from(rows, (row) => row.arm),
	};
}
