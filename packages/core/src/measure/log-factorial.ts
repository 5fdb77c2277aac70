const small: number[] = [0];
for (let n = 1; n < 256; n++) small.push((small[n - 1] as number) + Math.log(n));

/** ln n! for whole n ≥ 0: summed up to 255, Stirling's series beyond (error below 1e-16 of the value). */
export function logFactorial(n: number): number {
	const summed = small[n];
	if (summed !== undefined) return summed;
	const inverse = 1 / n;
	const square = inverse * inverse;
	const series = inverse * (1 / 12 - square * (1 / 360 - square / 1260));
	return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}
