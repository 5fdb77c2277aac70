import { quantileOfSorted } from "./quantile.ts";
import { outcomeNames, type SampleTable } from "./sample-table.ts";

/**
 * The rules by which a probe is fit or unfit for a verdict, for a whole run as for one of its nodes
 * (docs/guides/method.md, "Validity").
 */
export const fitnessLimits = {
	/** Above this share of slots that the probe missed itself, it measured its own machine. */
	faults: 0.01,
	/** Share of planned resolutions that may be missing. */
	missing: 0.01,
	/** p99 of its lateness, as a share of the distance between the arms of a tuple: later than that and they are no longer apart as planned. */
	lateness: 0.5,
	/** Periods in which the kernel kept the probe from the CPU, as a share of its resolutions: each may have held up an answer. */
	throttled: 0.01,
	/** A clock that was set by less leaves the resolutions in their blocks of time, ms. */
	clockStepMs: 1000,
	/** Share of the nodes that were to be measured that must count, so that the verdict is not that of a lucky few. */
	nodes: 0.5,
} as const;

/** What a probe knows of itself, as its `ProbeSummary` has it; all absent where that is missing. */
export interface ProbeFacts {
	readonly floorMs?: readonly number[];
	readonly throttled?: { readonly periods: number; readonly ms: number };
	readonly clockSteps?: readonly { readonly atMs: number; readonly byMs: number }[];
}

/** What is to be said of one node's probe. */
export interface NodeFitness {
	readonly node: string;
	/** Resolutions of the measured part that came in, those that the probe missed itself among them. */
	readonly received: number;
	/** null where nothing was asked. */
	readonly latenessP99Ms: number | null;
	/** null where it is not known. */
	readonly floorP50Ms: number | null;
	/** Why the node does not count; absent where it does. One sentence. */
	readonly void?: string;
}

/** Lateness of what was asked, ascending, and how many slots were missed. */
export interface Punctuality {
	readonly lateness: Float64Array;
	/** Resolutions of the measured part, whatever became of them. */
	readonly measured: number;
	readonly faults: number;
}

const probeFault = outcomeNames.indexOf("probe_fault");
const aborted = outcomeNames.indexOf("aborted");

/** How punctual the probe of each node was, in the order of the table's nodes. */
export function punctualityByNode(table: SampleTable): Punctuality[] {
	const asked = new Uint32Array(table.nodes.length);
	const found = table.nodes.map(() => ({ lateness: new Float64Array(), measured: 0, faults: 0 }));
	const wasAsked = (row: number) =>
		(table.intendedMs[row] as number) >= 0 &&
		table.outcome[row] !== probeFault &&
		table.outcome[row] !== aborted;
	for (let row = 0; row < table.rows; row++) {
		if ((table.intendedMs[row] as number) < 0) continue;
		const node = table.node[row] as number;
		const own = found[node] as (typeof found)[number];
		own.measured++;
		if (table.outcome[row] === probeFault) own.faults++;
		if (wasAsked(row)) asked[node] = (asked[node] as number) + 1;
	}
	found.forEach((own, node) => {
		own.lateness = new Float64Array(asked[node] as number);
	});
	asked.fill(0);
	for (let row = 0; row < table.rows; row++) {
		if (!wasAsked(row)) continue;
		const node = table.node[row] as number;
		const next = asked[node] as number;
		(found[node] as (typeof found)[number]).lateness[next] = table.latenessMs[row] as number;
		asked[node] = next + 1;
	}
	for (const { lateness } of found) lateness.sort();
	return found;
}

/** What speaks against a probe's punctuality; empty for one that is fit. */
export function doubtsOfPunctuality({ lateness, measured, faults }: Punctuality, gapMs: number): string[] {
	const doubts: string[] = [];
	const p99 = lateness.length === 0 ? 0 : quantileOfSorted(lateness, 0.99);
	const limitMs = fitnessLimits.lateness * gapMs;
	if (p99 > limitMs) {
		doubts.push(
			`The probe was late: 1 % of its questions left more than ${p99.toFixed(1)} ms after their time (limit ${limitMs} ms).`,
		);
	}
	if (faults > fitnessLimits.faults * measured)
		doubts.push(`The probe missed ${faults} of ${measured} slots (limit 1 %).`);
	return doubts;
}

/** What speaks against the machine that a probe ran on. */
function doubtsOfMachine({ throttled, clockSteps }: ProbeFacts, received: number): string[] {
	const doubts: string[] = [];
	const periods = throttled?.periods ?? 0;
	if (periods > fitnessLimits.throttled * received) {
		doubts.push(
			`The probe was throttled: the kernel kept it from the CPU in ${periods} periods, ${((throttled?.ms ?? 0) / 1000).toFixed(1)} s together (limit 1 for every 100 of its ${received} resolutions).`,
		);
	}
	const step = clockSteps?.find(({ byMs }) => Math.abs(byMs) >= fitnessLimits.clockStepMs);
	if (step !== undefined) {
		doubts.push(
			`The clock was set by ${(step.byMs / 1000).toFixed(1)} s at ${(step.atMs / 1000).toFixed(0)} s, so when this node asked what is not known.`,
		);
	}
	return doubts;
}

/**
 * Judges the probe of each node by itself, so that one that was not fit takes its node out and not the run.
 *
 * @param facts by node
 * @param gapMs planned distance between the arms of a tuple
 */
export function judgeNodes(
	table: SampleTable,
	facts: ReadonlyMap<string, ProbeFacts>,
	{ gapMs }: { readonly gapMs: number },
): NodeFitness[] {
	return punctualityByNode(table).map((punctuality, index) => {
		const node = table.nodes[index] as string;
		const own = facts.get(node) ?? {};
		const { lateness, measured } = punctuality;
		const floor = Float64Array.from(own.floorMs ?? []).sort();
		const [doubt] = [
			...doubtsOfMachine(own, measured),
			...doubtsOfPunctuality(punctuality, gapMs),
			...(lateness.length === 0 ? ["Nothing that its probe asked counts."] : []),
		];
		return {
			node,
			received: measured,
			latenessP99Ms: lateness.length === 0 ? null : quantileOfSorted(lateness, 0.99),
			floorP50Ms: floor.length === 0 ? null : quantileOfSorted(floor, 0.5),
			...(doubt === undefined ? {} : { void: doubt }),
		};
	});
}
