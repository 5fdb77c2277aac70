import type { Random } from "./random.ts";
import type { BlockCounts } from "./rate-interval.ts";

const rate = (events: number, total: number) => (total === 0 ? 0 : events / total);

/**
 * Permutation test for two runs made one after the other, two-sided: were they alike, any of the blocks
 * of time could have belonged to either. Compares the difference of the rates with that of `draws`
 * seeded deals of the blocks.
 *
 * @returns p-value, at least 1 / (draws + 1)
 */
export function blockPermutation(
	before: BlockCounts,
	after: BlockCounts,
	random: Random,
	draws = 9_999,
): number {
	const failed = [...Array.from(before.failed), ...Array.from(after.failed)];
	const total = [...Array.from(before.total), ...Array.from(after.total)];
	const dealt = before.failed.length;
	const sum = (values: number[]) => values.reduce((whole, value) => whole + value, 0);
	const [allFailed, all] = [sum(failed), sum(total)];
	const gap = (someFailed: number, some: number) =>
		Math.abs(rate(allFailed - someFailed, all - some) - rate(someFailed, some));

	const seen = gap(sum(failed.slice(0, dealt)), sum(total.slice(0, dealt)));
	const order = failed.map((_, block) => block);
	let asFar = 1;
	for (let d = 0; d < draws; d++) {
		let someFailed = 0;
		let some = 0;
		// A partial Fisher–Yates deals the first run's share; the order left behind is as good as any.
		for (let i = 0; i < dealt; i++) {
			const j = i + random.int(order.length - i);
			const block = order[j] as number;
			order[j] = order[i] as number;
			order[i] = block;
			someFailed += failed[block] as number;
			some += total[block] as number;
		}
		if (gap(someFailed, some) >= seen - 1e-12) asFar++;
	}
	return asFar / (draws + 1);
}
