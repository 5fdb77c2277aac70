import type { NamePlan, ProbePlan, WorkloadPlan } from "./probe-plan.ts";
import { createRandom, type Random } from "./random.ts";
import type { Workload } from "./sample.ts";

/** One resolution to start at one instant. */
export interface Slot {
	/** ms since the measured part began; negative during warm-up. */
	atMs: number;
	arm: string;
	workload: Workload;
	/** Number of the matched tuple within its workload, counted through the warm-up. */
	tuple: number;
	/** With templates filled in. */
	name: NamePlan;
}

/** One instant at which every arm is asked the same. */
interface Tuple {
	atMs: number;
	number: number;
	order: string[];
	/** By arm. */
	names: Map<string, NamePlan>;
}

/** Share of the warm-up in which every name has been asked once; the rest lets the last answers arrive. */
const warmupPassShare = 0.8;

/**
 * The schedule of a probe, in time order, computed from the seed alone: probes that ask different arms
 * of one plan (same seed, workloads and `allArms`) start the same tuples at the same instants.
 *
 * Arrivals are Poisson per workload, over the warm-up and the measured part. Within a tuple the arms come
 * in random order, `gapMs` apart. Names are dealt like cards: a list is shuffled and dealt out, then shuffled
 * again, so that the mix is exact after every pass. The warm-up deals every name of a shared list at
 * least once, at an even pace where its own arrivals would be too few.
 */
export function* schedule(plan: ProbePlan): Generator<Slot, void, undefined> {
	const own = new Set(plan.arms.map((each) => each.arm));
	const streams = plan.workloads
		.filter((each) => each.rate > 0)
		.map((workload) => {
			const tuples = tuplesOf(plan, workload);
			return { workload, tuples, head: tuples.next() };
		});
	// Slots of started tuples; a tuple reaches `gapMs` times its arms into the time of the next ones.
	const pending: Slot[] = [];
	for (;;) {
		const next = streams
			.filter((each) => each.head.done !== true)
			.reduce<(typeof streams)[number] | undefined>(
				(a, b) => (a === undefined || startOf(b) < startOf(a) ? b : a),
				undefined,
			);
		while (pending[0] !== undefined && (next === undefined || pending[0].atMs <= startOf(next))) {
			yield pending.shift() as Slot;
		}
		if (next === undefined) return;
		const tuple = next.head.value as Tuple;
		tuple.order.forEach((arm, position) => {
			if (!own.has(arm)) return;
			const name = tuple.names.get(arm) as NamePlan;
			const slot: Slot = {
				atMs: tuple.atMs + position * plan.gapMs,
				arm,
				workload: next.workload.workload,
				tuple: tuple.number,
				name,
			};
			const later = pending.findIndex((each) => each.atMs > slot.atMs);
			pending.splice(later === -1 ? pending.length : later, 0, slot);
		});
		next.head = next.tuples.next();
	}
}

function startOf(stream: { head: IteratorResult<Tuple, void> }): number {
	return (stream.head.value as Tuple).atMs;
}

function* tuplesOf(plan: ProbePlan, workload: WorkloadPlan): Generator<Tuple, void, undefined> {
	const random = createRandom(plan.seed).fork(`schedule/${workload.workload}`);
	const orders = random.fork("order");
	const decks = new Map(
		Object.entries(workload.names).map(([key, names]) => [key, dealing(names, random.fork(`names/${key}`))]),
	);
	let number = 0;
	for (const atMs of instants(plan, workload, random.fork("arrivals"))) {
		const dealt = new Map([...decks].map(([key, deck]) => [key, deck()]));
		const names = new Map(
			plan.allArms.map((arm, index) => [arm, fillIn(dealt.get(arm) ?? dealt.get("*"), number, index)]),
		);
		yield { atMs, number, order: orders.shuffle(plan.allArms), names };
		number += 1;
	}
}

function* instants(
	plan: ProbePlan,
	workload: WorkloadPlan,
	random: Random,
): Generator<number, void, undefined> {
	const meanMs = 1000 / workload.rate;
	const warmup = [...poisson(-plan.warmupMs, 0, meanMs, random.fork("warm-up"))];
	const shared = workload.names["*"]?.length ?? 0;
	const inTime = warmup.filter((atMs) => atMs < -plan.warmupMs * (1 - warmupPassShare)).length;
	if (plan.warmupMs > 0 && inTime < shared) {
		const step = (plan.warmupMs * warmupPassShare) / shared;
		for (let i = 0; i < shared; i++) yield -plan.warmupMs + i * step;
	} else {
		yield* warmup;
	}
	yield* poisson(0, plan.durationMs, meanMs, random.fork("measured"));
}

function* poisson(
	fromMs: number,
	toMs: number,
	meanMs: number,
	random: Random,
): Generator<number, void, undefined> {
	for (let atMs = fromMs + random.exponential(meanMs); atMs < toMs; atMs += random.exponential(meanMs))
		yield atMs;
}

function dealing(names: readonly NamePlan[], random: Random): () => NamePlan | undefined {
	let deck: NamePlan[] = [];
	return () => {
		if (deck.length === 0) deck = random.shuffle(names);
		return deck.pop();
	};
}

function fillIn(name: NamePlan | undefined, tuple: number, arm: number): NamePlan {
	if (name === undefined) throw new RangeError("a workload has no name for one of its arms");
	if (!name.name.includes("{")) return name;
	return { ...name, name: name.name.replaceAll("{n}", String(tuple)).replaceAll("{arm}", String(arm)) };
}
