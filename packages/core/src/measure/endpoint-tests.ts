import { chooseBlocks } from "./block-length.ts";
import { type Blocks, sumPerBlock } from "./blocks.ts";
import type { Pairs } from "./pairs.ts";
import { quantileOfSorted } from "./quantile.ts";
import type { BlockCounts } from "./rate-interval.ts";
import { signFlip } from "./sign-flip.ts";

interface EndpointTest {
	/** Sign-flip over blocks, two-sided, before Holm. */
	pValue: number;
	/** Sum over the blocks, arm minus baseline: below 0 the arm did better. */
	difference: number;
	/** Blocks in which the arms differed: only these can bear a verdict. */
	unequalBlocks: number;
}

export interface EndpointTests {
	blocks: Blocks;
	/** Failures per block. */
	baseline: BlockCounts;
	arm: BlockCounts;
	failures: EndpointTest;
	p99: EndpointTest;
}

/** The q-quantile of both columns together. */
function pooledQuantile(first: Float64Array, second: Float64Array, q: number): number {
	const all = new Float64Array(first.length + second.length);
	all.set(first);
	all.set(second, first.length);
	all.sort();
	return quantileOfSorted(all, q);
}

const atLeast = (column: Float64Array, threshold: number) => {
	const flags = new Uint8Array(column.length);
	for (let i = 0; i < flags.length; i++) if ((column[i] as number) >= threshold) flags[i] = 1;
	return flags;
};

function compare(arm: Float64Array, baseline: Float64Array): EndpointTest {
	const differences = arm.map((count, b) => count - (baseline[b] as number));
	return {
		pValue: signFlip(differences),
		difference: differences.reduce((sum, d) => sum + d, 0),
		unequalBlocks: differences.reduce((sum, d) => sum + (d === 0 ? 0 : 1), 0),
	};
}

/**
 * The two primary tests of an arm against the baseline: failures, and resolutions at or beyond the p99
 * of both arms together (failures among them). Both are counts per block, and both thresholds and the
 * blocks stay the same when the arms are exchanged, as the sign-flip test asks for.
 */
export function testEndpoints(
	pairs: Pairs,
	settings: { durationMs: number; blackouts: readonly { startMs: number; durationMs: number }[] },
): EndpointTests {
	const pooledP99 = pooledQuantile(pairs.baseline, pairs.arm, 0.99);
	const slowBaseline = atLeast(pairs.baseline, pooledP99);
	const slowArm = atLeast(pairs.arm, pooledP99);
	const flags = slowBaseline.map((flag, i) => flag | (slowArm[i] as number));
	const blocks = chooseBlocks({ times: pairs.times, nodes: pairs.nodes, flags }, settings);

	const total = sumPerBlock(blocks);
	const failedBaseline = sumPerBlock(blocks, atLeast(pairs.baseline, Number.POSITIVE_INFINITY));
	const failedArm = sumPerBlock(blocks, atLeast(pairs.arm, Number.POSITIVE_INFINITY));
	return {
		blocks,
		baseline: { failed: failedBaseline, total },
		arm: { failed: failedArm, total },
		failures: compare(failedArm, failedBaseline),
		p99: compare(sumPerBlock(blocks, slowArm), sumPerBlock(blocks, slowBaseline)),
	};
}
