/**
 * A seeded generator of pseudo-random numbers: the only source of chance in core, so that the same
 * seed gives the same schedule, the same resamples and the same report.
 */
export interface Random {
	/** Uniform in [0, 1), 32 bits of it. */
	next(): number;
	/** Uniform integer in [0, n). */
	int(n: number): number;
	/** Exponentially distributed with this mean, in the unit of the mean. */
	exponential(mean: number): number;
	/** A shuffled copy (Fisher–Yates). */
	shuffle<T>(items: readonly T[]): T[];
	/**
	 * A generator of its own for the part named by `label`. It depends on the seed and the label only,
	 * not on how much was drawn before: parts that draw more or less do not disturb each other.
	 */
	fork(label: string): Random;
}

/** FNV-1a over UTF-16 units, in four lanes that start apart: 128 bits of state from any text. */
function stateOf(text: string): [number, number, number, number] {
	const lanes: [number, number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
	for (let i = 0; i < text.length; i++) {
		for (let lane = 0; lane < 4; lane++) {
			lanes[lane] = Math.imul((lanes[lane] as number) ^ (text.charCodeAt(i) + lane), 0x01000193);
		}
	}
	return lanes;
}

/** sfc32 of PractRand: 128 bits of state, passes its tests, a few additions per number. */
export function createRandom(seed: number | string): Random {
	const path = String(seed);
	let [a, b, c, counter] = stateOf(path);

	function draw(): number {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + sum) | 0;
		return sum >>> 0;
	}
	// Seeds that differ in one bit share their first outputs until the state has mixed.
	for (let i = 0; i < 15; i++) draw();

	const next = () => draw() / 2 ** 32;
	const int = (n: number) => Math.floor(next() * n);
	return {
		next,
		int,
		exponential: (mean) => -mean * Math.log(1 - next()),
		shuffle(items) {
			const copy = [...items];
			for (let i = copy.length - 1; i > 0; i--) {
				const j = int(i + 1);
				[copy[i], copy[j]] = [copy[j] as (typeof copy)[number], copy[i] as (typeof copy)[number]];
			}
			return copy;
		},
		fork: (label) => createRandom(`${path}/${label}`),
	};
}
