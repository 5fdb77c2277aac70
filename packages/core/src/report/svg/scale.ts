/** Maps a value to a place on the plot; values outside the domain stay at its edge. */
export type Scale = (value: number) => number;

type Pair = readonly [number, number];

export function linearScale([from, to]: Pair, [start, end]: Pair): Scale {
	return (value) => start + ((clamp(value, from, to) - from) / (to - from)) * (end - start);
}

export function logScale([from, to]: Pair, range: Pair): Scale {
	const linear = linearScale([Math.log(from), Math.log(to)], range);
	return (value) => linear(Math.log(clamp(value, from, to)));
}

function clamp(value: number, from: number, to: number): number {
	return Math.min(Math.max(value, from), to);
}

/** 1-2-5 times powers of ten within the bounds, both included. */
export function logTicks(from: number, to: number): number[] {
	const ticks: number[] = [];
	for (let power = Math.floor(Math.log10(from)); 10 ** power <= to * 1.0001; power++) {
		for (const step of [1, 2, 5]) {
			// Decimal text gives 0.05 where 5 * 10 ** -2 gives 0.050000000000000003.
			const tick = Number(`${step}e${power}`);
			if (tick >= from * 0.9999 && tick <= to * 1.0001) ticks.push(tick);
		}
	}
	return ticks;
}

export const isPowerOfTen = (value: number): boolean =>
	Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9);

/** The step of 1, 2 or 5 times a power of ten that cuts `span` into at most `most` parts. */
export function niceStep(span: number, most: number): number {
	const power = Math.floor(Math.log10(span / most));
	const step = [1, 2, 5, 10].find((each) => span / (each * 10 ** power) <= most * 1.0001) ?? 10;
	return step * 10 ** power;
}

/** Multiples of a nice step within the bounds, at most `most` + 1 of them. */
export function linearTicks(from: number, to: number, most: number): number[] {
	const step = niceStep(to - from, most);
	const first = Math.ceil(from / step - 1e-9);
	const last = Math.floor(to / step + 1e-9);
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
		Number(((first + index) * step).toPrecision(12)),
	);
}
