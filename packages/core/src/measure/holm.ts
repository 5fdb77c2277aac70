/** Holm's step-down adjustment: p-values that may each be held against α, in the order given. */
export function holm(pValues: readonly number[]): number[] {
	const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
	const adjusted = new Array<number>(pValues.length);
	let largest = 0;
	order.forEach(({ p, index }, rank) => {
		largest = Math.max(largest, Math.min(1, p * (pValues.length - rank)));
		adjusted[index] = largest;
	});
	return adjusted;
}
