/**
 * The smallest input found that still fails, by cutting out ever shorter stretches (delta debugging); at most
 * `tries` questions.
 */
export async function smallest(
	input: Uint8Array,
	fails: (candidate: Uint8Array) => Promise<boolean>,
	tries = 2_000,
): Promise<Uint8Array> {
	let best = Buffer.from(input);
	let left = tries;
	for (
		let length = Math.ceil(best.length / 2);
		length >= 1;
		length = length === 1 ? 0 : Math.ceil(length / 2)
	) {
		for (let at = 0; at < best.length && left > 0; ) {
			const candidate = Buffer.concat([best.subarray(0, at), best.subarray(at + length)]);
			left -= 1;
			if (await fails(candidate)) best = candidate;
			else at += length;
		}
	}
	return best;
}
