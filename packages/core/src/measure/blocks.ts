/** A way to cut the measured part into stretches of time that are taken as independent of one another. */
export interface Blocks {
	count: number;
	/** Length of a window before joining, ms. */
	lengthMs: number;
	/** Block of each resolution (or pair), in the order given. */
	of: Int32Array;
	/** How many neighbouring windows were joined because a stall spanned their boundary. */
	joinedByStall: number;
}

export interface TimedEvents {
	/** Planned instants in ascending order, ms since the measured part began. */
	times: Float64Array;
	/** Index of the node of each. */
	nodes: ArrayLike<number>;
	/** 1 where something happened: any arm failed, or took longer than the threshold. */
	flags: Uint8Array;
}

export interface BlockSettings {
	/** Length of a window before joining, ms. */
	lengthMs: number;
	durationMs: number;
	/** Imposed by the experimenter, ms since the measured part began. */
	blackouts: readonly { startMs: number; durationMs: number }[];
}

/**
 * Fewest events in a row that are taken for a stall, so that chance rarely joins two windows: with the
 * share u of flagged resolutions, m·uᵐ bounds the chance that a run of m crosses a given boundary.
 */
function stallRun(flags: Uint8Array, sequences: number): number {
	let flagged = 0;
	for (const flag of flags) flagged += flag;
	const share = flagged / Math.max(1, flags.length);
	if (share > 0.95) return Number.POSITIVE_INFINITY;
	let run = 2;
	while (run * share ** run > 0.05 / sequences) run++;
	return run;
}

const byStall = 1;
const byBlackout = 2;

/**
 * Cuts the measured part into windows and joins neighbours where a stall spans the boundary, and all
 * those that one imposed blackout touches.
 *
 * Whether windows are joined depends on when *any* arm was struck, never on which: exchanging the arms
 * within a block leaves the blocks as they are. That is what keeps the sign-flip test exact.
 */
export function formBlocks({ times, nodes, flags }: TimedEvents, settings: BlockSettings): Blocks {
	const { lengthMs, durationMs, blackouts } = settings;
	// A last window of less than half a length is part of the one before it.
	const windows = Math.max(1, Math.round(durationMs / lengthMs));
	const windowOf = (timeMs: number) => Math.min(windows - 1, Math.max(0, Math.floor(timeMs / lengthMs)));
	const joined = new Uint8Array(windows);

	const join = (from: number, to: number, cause: number) => {
		for (let w = from; w < to; w++) if (joined[w] === 0) joined[w] = cause;
	};
	for (const { startMs, durationMs: lasting } of blackouts) {
		join(windowOf(startMs), windowOf(startMs + lasting), byBlackout);
	}

	// A stall shows as a run on one node, or over all nodes taken together.
	let sequences = 1;
	for (let i = 0; i < nodes.length; i++) sequences = Math.max(sequences, 2 + (nodes[i] as number));
	const shortest = stallRun(flags, sequences);
	const runs = new Int32Array(sequences);
	const firstWindow = new Int32Array(sequences);
	const extend = (sequence: number, flag: number, window: number) => {
		if (flag === 0) {
			runs[sequence] = 0;
			return;
		}
		if (runs[sequence] === 0) firstWindow[sequence] = window;
		runs[sequence] = (runs[sequence] as number) + 1;
		if ((runs[sequence] as number) >= shortest) join(firstWindow[sequence] as number, window, byStall);
	};
	for (let i = 0; i < times.length; i++) {
		const window = windowOf(times[i] as number);
		const flag = flags[i] as number;
		extend(nodes[i] as number, flag, window);
		extend(sequences - 1, flag, window);
	}

	// Counted by the resolutions: a window in which nothing was asked is no block.
	const of = new Int32Array(times.length);
	let count = 0;
	let before = -1;
	for (let i = 0; i < of.length; i++) {
		const window = windowOf(times[i] as number);
		let apart = before < 0;
		for (let w = before; w < window && !apart; w++) apart = joined[w] === 0;
		if (apart) count++;
		of[i] = count - 1;
		before = window;
	}
	return { count, lengthMs, of, joinedByStall: joined.filter((cause) => cause === byStall).length };
}

/** Sum of `values` in each block; without values, the number of resolutions in each. */
export function sumPerBlock(blocks: Blocks, values?: ArrayLike<number>): Float64Array {
	const sums = new Float64Array(blocks.count);
	for (let i = 0; i < blocks.of.length; i++) {
		const block = blocks.of[i] as number;
		sums[block] = (sums[block] as number) + (values === undefined ? 1 : (values[i] as number));
	}
	return sums;
}
