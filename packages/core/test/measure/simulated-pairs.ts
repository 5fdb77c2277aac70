import type { Pairs } from "../../src/measure/pairs.ts";
import { quantileOfSorted } from "../../src/measure/quantile.ts";
import { createRandom, type Random } from "../../src/measure/random.ts";

/** What befalls one arm. */
export interface Trouble {
	/** Share of time that a stall takes. @default 0 */
	share?: number;
	/** A stall lasts from … to …, uniform, ms. @default 500 to 3000 */
	lastsMs?: [number, number];
	/** Chance that a resolution fails in a stall. @default 1 */
	depth?: number;
	/** Chance that a resolution fails outside. @default 0 */
	loss?: number;
	/** A stall only holds answers back until it is over, as TCP does. @default false */
	delays?: boolean;
}

export interface World {
	nodes: number;
	/** Resolutions per second per arm and node. */
	rate: number;
	durationMs: number;
	baseline: Trouble;
	arm: Trouble;
	/** Strikes both arms at once. */
	shared?: Trouble;
	/** Every node has stalls of its own. @default false */
	perNode?: boolean;
}

/** The two shapes in which localdns measures. */
export const labShape = { nodes: 1, rate: 20, durationMs: 60_000 };
export const clusterShape = { nodes: 8, rate: 1, durationMs: 900_000 };

const gapMs = 50;

/** The chance that a resolution fails: the truth that an interval is to cover. */
export function trueRate(trouble: Trouble, shared: Trouble = {}): number {
	const spared = ({ share = 0, depth = 1, loss = 0 }: Trouble) => (1 - share * depth) * (1 - loss);
	return 1 - spared(trouble) * spared(shared);
}

/** Renewal process of stalls, begun long before the run, so that one may be under way at its start. */
function stallsOf(
	{ share = 0, lastsMs: [from, to] = [500, 3_000] }: Trouble,
	untilMs: number,
	random: Random,
) {
	const stalls: [startMs: number, endMs: number][] = [];
	if (share === 0) return stalls;
	const quietMs = (((from + to) / 2) * (1 - share)) / share;
	for (
		let at = -3 * (quietMs + to) + random.exponential(quietMs);
		at < untilMs;
		at += random.exponential(quietMs)
	) {
		const end = at + from + (to - from) * random.next();
		stalls.push([at, end]);
		at = end;
	}
	return stalls;
}

/** Tells when the stall at an instant ends, or undefined outside; instants may go back by one gap only. */
function stallLookup(stalls: readonly (readonly [number, number])[]) {
	let first = 0;
	return (atMs: number): number | undefined => {
		while (first < stalls.length && (stalls[first] as [number, number])[1] < atMs - 2 * gapMs) first++;
		for (let i = first; i < stalls.length; i++) {
			const [start, end] = stalls[i] as [number, number];
			if (start > atMs) return undefined;
			if (atMs < end) return end;
		}
		return undefined;
	};
}

/** Plays a world once: Poisson instants per node, arms 50 ms apart in random order, 43 to 49 ms of latency. */
export function simulatePairs(world: World, seed: number | string): Pairs {
	const { nodes, rate, durationMs, shared = {}, perNode = false } = world;
	const random = createRandom(seed);
	const instants: { time: number; node: number }[] = [];
	// Poisson streams of the nodes together are one Poisson stream dealt out to them.
	const meanMs = 1000 / (rate * nodes);
	for (let time = random.exponential(meanMs); time < durationMs; time += random.exponential(meanMs)) {
		instants.push({ time, node: random.int(nodes) });
	}

	const lookups = (trouble: Trouble) => {
		const one = stallsOf(trouble, durationMs, random);
		return Array.from({ length: nodes }, () =>
			stallLookup(perNode ? stallsOf(trouble, durationMs, random) : one),
		);
	};
	const [ofBaseline, ofArm, ofBoth] = [lookups(world.baseline), lookups(world.arm), lookups(shared)];
	const ask = (trouble: Trouble, own: number | undefined, common: number | undefined, atMs: number) => {
		const usual = 43 + 6 * random.next() + (random.next() < 0.05 ? random.exponential(40) : 0);
		if (common !== undefined && random.next() < (shared.depth ?? 1)) return Number.POSITIVE_INFINITY;
		if (own !== undefined && random.next() < (trouble.depth ?? 1)) {
			return trouble.delays === true ? own - atMs + usual : Number.POSITIVE_INFINITY;
		}
		return random.next() < (trouble.loss ?? 0) ? Number.POSITIVE_INFINITY : usual;
	};

	const baseline = new Float64Array(instants.length);
	const arm = new Float64Array(instants.length);
	instants.forEach(({ time, node }, i) => {
		const baselineFirst = random.next() < 0.5;
		const baselineMs = baselineFirst ? time : time + gapMs;
		const armMs = baselineFirst ? time + gapMs : time;
		const at = (lookup: ReturnType<typeof lookups>, ms: number) => lookup[node]?.(ms);
		baseline[i] = ask(world.baseline, at(ofBaseline, baselineMs), at(ofBoth, baselineMs), baselineMs);
		arm[i] = ask(world.arm, at(ofArm, armMs), at(ofBoth, armMs), armMs);
	});
	return {
		times: Float64Array.from(instants, ({ time }) => time),
		nodes: Int32Array.from(instants, ({ node }) => node),
		baseline,
		arm,
	};
}

/** The quantiles of an arm that a comparison refers to, without their intervals. */
export function describedArm(arm: string, latencies: Float64Array) {
	const sorted = latencies.toSorted();
	const quantile = (q: number) => {
		const value = quantileOfSorted(sorted, q);
		const beyondDeadline = value === Number.POSITIVE_INFINITY;
		return {
			low: null,
			high: null,
			...(beyondDeadline ? { estimate: null, beyondDeadline } : { estimate: value }),
		};
	};
	return { arm, latencyMs: { p50: quantile(0.5), p99: quantile(0.99) } };
}
