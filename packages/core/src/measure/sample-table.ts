import { AskedNames } from "./asked-names.ts";
import { exchangeCounter } from "./exchanges-of.ts";
import { Exemplars } from "./exemplars.ts";
import { GrowingColumn } from "./growing-column.ts";
import { type NameForm, type Outcome, type Sample, type StubProfile, workloadNames } from "./sample.ts";
import type { Truth } from "./truth.ts";

/** Every form of a name; its position is its number in a table. */
export const nameForms = [
	"svc",
	"svc.ns",
	"svc.ns.svc.cluster.local",
	"absolute",
	"external",
] as const satisfies readonly NameForm[];

/** Every outcome; its position is its number in a table. */
export const outcomeNames = [
	"ok",
	"late",
	"timeout",
	"servfail",
	"refused",
	"other_rcode",
	"unexpected_nxdomain",
	"unexpected_nodata",
	"wrong_answer",
	"truncated_tcp_fail",
	"icmp_refused",
	"send_error",
	"malformed",
	"probe_fault",
	"aborted",
] as const satisfies readonly Outcome[];

/**
 * The resolutions of a run, column by column, so that millions of them fit into memory: 1,000 nodes × 900 pairs × two
 * workloads are 3.6 million rows. Positions of arms and nodes are those of the run's lists, of workloads, forms and
 * outcomes those of `workloadNames`, `nameForms` and `outcomeNames`.
 */
export interface SampleTable {
	readonly rows: number;
	readonly nodes: readonly string[];
	readonly arms: readonly string[];
	readonly node: Uint16Array;
	readonly arm: Uint8Array;
	readonly workload: Uint8Array;
	readonly form: Uint8Array;
	readonly outcome: Uint8Array;
	readonly tuple: Uint32Array;
	readonly intendedMs: Float64Array;
	readonly latenessMs: Float64Array;
	/** NaN where no usable answer came at all. */
	readonly latencyMs: Float64Array;
	/** NaN where the answer was not stale. */
	readonly staleMs: Float64Array;
	readonly gaveUp: Uint8Array;
	/** Packets that it took. */
	readonly attempts: Uint16Array;
	/** DNS exchanges that it costs without loss. */
	readonly exchanges: Uint16Array;
	/** Those kept whole: of each node and workload the ten that were waited for longest, in order of the wait. */
	readonly exemplars: readonly Sample[];
	/** Warm-up included. */
	readonly asked: AskedNames;
}

/** What a table must know of its run beforehand. */
export interface TableFrame {
	readonly nodes: readonly string[];
	readonly arms: readonly string[];
	readonly truth: Truth;
	readonly search: readonly string[];
	readonly ndots: number;
	readonly stubProfile: StubProfile;
	readonly deadlineMs: number;
}

/** What the columns have numbers for. */
const mostNodes = 65_536;
const mostArms = 256;

const indexOf = (names: readonly string[]) => new Map(names.map((name, index) => [name, index]));
const workloadIndex = indexOf(workloadNames);
const formIndex = indexOf(nameForms);
const outcomeIndex = indexOf(outcomeNames);

/** Takes the resolutions of a run in one by one, judged (`judgeSample`) and in any order. */
export class SampleTableBuilder {
	readonly #frame: TableFrame;
	readonly #nodes: ReadonlyMap<string, number>;
	readonly #arms: ReadonlyMap<string, number>;
	readonly #exchangesOf: (sample: Sample) => number;
	readonly #exemplars: Exemplars;
	readonly #asked = new AskedNames();
	readonly #node = new GrowingColumn(Uint16Array);
	readonly #arm = new GrowingColumn(Uint8Array);
	readonly #workload = new GrowingColumn(Uint8Array);
	readonly #form = new GrowingColumn(Uint8Array);
	readonly #outcome = new GrowingColumn(Uint8Array);
	readonly #tuple = new GrowingColumn(Uint32Array);
	readonly #intendedMs = new GrowingColumn(Float64Array);
	readonly #latenessMs = new GrowingColumn(Float64Array);
	readonly #latencyMs = new GrowingColumn(Float64Array);
	readonly #staleMs = new GrowingColumn(Float64Array);
	readonly #gaveUp = new GrowingColumn(Uint8Array);
	readonly #attempts = new GrowingColumn(Uint16Array);
	readonly #exchanges = new GrowingColumn(Uint16Array);

	/** @throws RangeError for more nodes or arms than have a number */
	constructor(frame: TableFrame) {
		if (frame.nodes.length > mostNodes) throw new RangeError(`more than ${mostNodes} nodes`);
		if (frame.arms.length > mostArms) throw new RangeError(`more than ${mostArms} arms`);
		this.#frame = frame;
		this.#nodes = indexOf(frame.nodes);
		this.#arms = indexOf(frame.arms);
		this.#exchangesOf = exchangeCounter(frame);
		this.#exemplars = new Exemplars(frame.deadlineMs);
	}

	/** @throws RangeError for a node or an arm that is not in the frame */
	add(sample: Sample): void {
		const node = this.#nodes.get(sample.node);
		const arm = this.#arms.get(sample.arm);
		if (node === undefined) throw new RangeError(`unknown node ${JSON.stringify(sample.node)}`);
		if (arm === undefined) throw new RangeError(`unknown arm ${JSON.stringify(sample.arm)}`);
		const workload = workloadIndex.get(sample.workload) as number;
		this.#node.push(node);
		this.#arm.push(arm);
		this.#workload.push(workload);
		this.#form.push(formIndex.get(sample.form) as number);
		this.#outcome.push(outcomeIndex.get(sample.outcome) as number);
		this.#tuple.push(sample.tuple);
		this.#intendedMs.push(sample.intendedMs);
		this.#latenessMs.push(sample.latenessMs);
		this.#latencyMs.push(sample.latencyMs ?? Number.NaN);
		this.#staleMs.push(sample.staleMs ?? Number.NaN);
		this.#gaveUp.push(sample.gaveUp ? 1 : 0);
		this.#attempts.push(sample.attempts.length);
		this.#exchanges.push(this.#exchangesOf(sample));
		this.#asked.add(sample);
		this.#exemplars.offer(sample, { node, arm, workload });
	}

	/** The table of everything that was added. Nothing can be added afterwards. */
	finish(): SampleTable {
		return {
			rows: this.#node.length,
			nodes: this.#frame.nodes,
			arms: this.#frame.arms,
			node: this.#node.whole(),
			arm: this.#arm.whole(),
			workload: this.#workload.whole(),
			form: this.#form.whole(),
			outcome: this.#outcome.whole(),
			tuple: this.#tuple.whole(),
			intendedMs: this.#intendedMs.whole(),
			latenessMs: this.#latenessMs.whole(),
			latencyMs: this.#latencyMs.whole(),
			staleMs: this.#staleMs.whole(),
			gaveUp: this.#gaveUp.whole(),
			attempts: this.#attempts.whole(),
			exchanges: this.#exchanges.whole(),
			exemplars: this.#exemplars.slowestFirst(),
			asked: this.#asked,
		};
	}
}

/** The table of resolutions that are all in memory. @throws RangeError as `SampleTableBuilder` */
export function tableOf(samples: Iterable<Sample>, frame: TableFrame): SampleTable {
	const builder = new SampleTableBuilder(frame);
	for (const sample of samples) builder.add(sample);
	return builder.finish();
}

const [ok, probeFault, aborted] = (["ok", "probe_fault", "aborted"] as const).map((name) =>
	outcomeNames.indexOf(name),
);

/** Whether a row is in the measured part, and neither the probe's own fault nor cut off by an interruption. */
export function counts({ intendedMs, outcome }: SampleTable, row: number): boolean {
	return (intendedMs[row] as number) >= 0 && outcome[row] !== probeFault && outcome[row] !== aborted;
}

/** Whether a row is a usable answer within the deadline. */
export function succeeded({ outcome }: SampleTable, row: number): boolean {
	return outcome[row] === ok;
}
