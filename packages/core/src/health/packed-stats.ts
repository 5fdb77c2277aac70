import type { BlockStats } from "./block-stats.ts";
import type { PackedStats } from "./history.ts";
import type { CarriedStats } from "./judge-run.ts";

/** Three digits behind the point are more than sums of squares need. */
const short = (value: number): number => Math.round(value * 1000) / 1000;

/** Counts of a run, as short as they can be: of a thousand nodes nearly all have nothing bad to tell. */
export function packStats(stats: readonly BlockStats[]): PackedStats {
	const [first] = stats;
	if (first !== undefined && stats.every(({ bad, total }) => bad === 0 && total === first.total))
		return [[first.total, Math.min(...stats.map(({ blocks }) => blocks))]];
	return stats.map((each) => [
		each.total,
		each.blocks,
		each.bad,
		short(each.badSquaredPerTotal),
		each.badSquared,
		each.badTimesTotal,
		each.totalSquared,
	]);
}

/** @param objectives how many the SLO has @returns undefined for what was packed for another number of objectives */
export function unpackStats(packed: PackedStats, objectives: number): readonly BlockStats[] | undefined {
	const [first] = packed;
	if (first?.length === 2 && packed.length === 1)
		return Array.from({ length: objectives }, () => unpack(first));
	return packed.length === objectives ? packed.map(unpack) : undefined;
}

/** Blocks without anything bad are told by their number alone; that they are of one size hardly matters then. */
function unpack(values: readonly number[]): BlockStats {
	const [total = 0, blocks = 0, bad = 0, badSquaredPerTotal = 0, badSquared = 0, badTimesTotal = 0] = values;
	const totalSquared = values[6] ?? (blocks === 0 ? 0 : (total * total) / blocks);
	return { blocks, total, bad, badSquaredPerTotal, badSquared, badTimesTotal, totalSquared };
}

export const unpackCarried = (carried: readonly PackedStats[], objectives: number): CarriedStats =>
	carried.flatMap((run) => {
		const stats = unpackStats(run, objectives);
		return stats === undefined ? [] : [stats];
	});
