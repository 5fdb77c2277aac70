import { studentT95 } from "./student-t.ts";
import { wilsonInterval } from "./wilson.ts";

/**
 * 95 % t-interval of the mean difference per resolution, from the differences of blocks of unequal
 * size (ratio estimator). What the arms suffered together cancels within the block. Never narrower
 * than Wilson's bound for none, since arms that failed together throughout may still differ.
 *
 * @param differences Failures of the first arm minus those of the second, block by block.
 * @param sizes Resolutions per arm in each block.
 */
export function blockTInterval(
	differences: ArrayLike<number>,
	sizes: ArrayLike<number>,
): { low: number; high: number } {
	const blocks = differences.length;
	let sum = 0;
	let total = 0;
	for (let b = 0; b < blocks; b++) {
		sum += differences[b] as number;
		total += sizes[b] as number;
	}
	const mean = sum / total;
	let squares = 0;
	for (let b = 0; b < blocks; b++) {
		squares += ((differences[b] as number) - mean * (sizes[b] as number)) ** 2;
	}
	// One block has no scatter to judge by: anything is possible.
	const scatter =
		blocks < 2 ? 2 : (studentT95(blocks - 1) * Math.sqrt((squares * blocks) / (blocks - 1))) / total;
	const half = Math.max(scatter, wilsonInterval(0, total).high);
	return { low: Math.max(-1, mean - half), high: Math.min(1, mean + half) };
}
