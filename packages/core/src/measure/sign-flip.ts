/**
 * Sign-flip test on whole-number differences of blocks, two-sided: if the arms were alike, each block's
 * difference would have had either sign with equal chance. The distribution of the sum over all sign
 * patterns is convolved block by block, so the p-value is exact for any number of blocks.
 *
 * @returns the share of sign patterns whose sum is at least as far from 0 as the one seen.
 */
export function signFlip(differences: ArrayLike<number>): number {
	let total = 0;
	let observed = 0;
	for (let b = 0; b < differences.length; b++) {
		observed += differences[b] as number;
		total += Math.abs(differences[b] as number);
	}
	// chance[k]: that the blocks flipped to + hold k of the total, so that the sum is 2k − total.
	const chance = new Float64Array(total + 1);
	chance[0] = 1;
	let reach = 0;
	for (let b = 0; b < differences.length; b++) {
		const size = Math.abs(differences[b] as number);
		if (size === 0) continue;
		reach += size;
		for (let k = reach; k >= size; k--) {
			chance[k] = 0.5 * (chance[k] as number) + 0.5 * (chance[k - size] as number);
		}
		for (let k = size - 1; k >= 0; k--) chance[k] = 0.5 * (chance[k] as number);
	}
	let p = 0;
	for (let k = 0; k <= total; k++) {
		if (Math.abs(2 * k - total) >= Math.abs(observed)) p += chance[k] as number;
	}
	return Math.min(1, p);
}
