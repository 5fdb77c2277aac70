import type { Resolutions } from "./resolutions.ts";

/** What two arms got at the same instants: columns instead of objects, since every test walks them all. */
export interface Pairs {
	/** Planned instant of each pair in ascending order, ms since the measured part began. */
	times: Float64Array;
	/** Index of the node that asked. */
	nodes: ArrayLike<number>;
	/** Latency of the baseline, ms; +Infinity where it failed. */
	baseline: Float64Array;
	/** Latency of the arm, ms; +Infinity where it failed. */
	arm: Float64Array;
}

/** Position of each tuple of a node, in a column of resolutions. */
function positionsByNode({ nodes, rows, table }: Resolutions): Map<number, number>[] {
	const positions: Map<number, number>[] = [];
	for (let i = 0; i < rows.length; i++) {
		const node = nodes[i] as number;
		positions[node] ??= new Map();
		positions[node].set(table.tuple[rows[i] as number] as number, i);
	}
	return positions;
}

/** Matches two arms by node and tuple; a tuple that one of them lacks is left out. */
export function pairUp(baseline: Resolutions, arm: Resolutions): Pairs {
	const partners = positionsByNode(arm);
	const { rows, nodes, table } = baseline;
	// The positions of the matched ones, and when each pair was asked.
	const ofBaseline = new Uint32Array(rows.length);
	const ofArm = new Uint32Array(rows.length);
	const asked = new Float64Array(rows.length);
	let count = 0;
	for (let i = 0; i < rows.length; i++) {
		const partner = partners[nodes[i] as number]?.get(table.tuple[rows[i] as number] as number);
		if (partner === undefined) continue;
		ofBaseline[count] = i;
		ofArm[count] = partner;
		// The arms take turns in being first; the tuple's instant is that of whichever was.
		asked[count] = Math.min(baseline.times[i] as number, arm.times[partner] as number);
		count++;
	}
	const nodeOf = (pair: number) => nodes[ofBaseline[pair] as number] as number;
	const order = new Uint32Array(count)
		.map((_, pair) => pair)
		.sort((a, b) => (asked[a] as number) - (asked[b] as number) || nodeOf(a) - nodeOf(b));
	const pairs = {
		times: new Float64Array(count),
		nodes: new Uint16Array(count),
		baseline: new Float64Array(count),
		arm: new Float64Array(count),
	};
	for (let i = 0; i < count; i++) {
		const pair = order[i] as number;
		pairs.times[i] = asked[pair] as number;
		pairs.nodes[i] = nodeOf(pair);
		pairs.baseline[i] = baseline.latencies[ofBaseline[pair] as number] as number;
		pairs.arm[i] = arm.latencies[ofArm[pair] as number] as number;
	}
	return pairs;
}
