import type {
	BenchComparison,
	ComparedRun,
	PairedShift,
	Shift,
	WorkloadComparison,
} from "../report/bench-comparison.ts";
import type { BenchReport, Interval, WorkloadResult } from "../report/bench-report.ts";
import { nodesThatCount, type StoredRun } from "../report/stored-run.ts";
import { describeArm } from "./arm-result.ts";
import { chooseBlocks } from "./block-length.ts";
import { sumPerBlock } from "./blocks.ts";
import { commonNodes } from "./common-nodes.ts";
import { compareNames } from "./compare-names.ts";
import { fitnessLimits } from "./fitness.ts";
import { pairUp } from "./pairs.ts";
import { createRandom, type Random } from "./random.ts";
import { rateDifferenceInterval } from "./rate-difference.ts";
import { orderResolutions } from "./resolutions.ts";
import type { Workload } from "./sample.ts";
import { combine, type MeasuredSide, measureShift } from "./shift.ts";
import { judgeControl, judgeShift } from "./shift-verdict.ts";

const summary = ({ run: { id, startedAt, durationMs, arms, nodes } }: BenchReport): ComparedRun => ({
	id,
	startedAt,
	durationMs,
	arms,
	nodes,
});

/** A comparison stands on the same nodes in both runs. */
interface Common {
	readonly nodes: ReadonlySet<string>;
	readonly leftOut: readonly { node: string; reason: string }[];
}

function obstacles(before: StoredRun, after: StoredRun, { nodes, leftOut }: Common): string[] {
	const reasons: string[] = [];
	if (!before.validity.valid) reasons.push(`The first run is not valid: ${before.validity.reasons[0]}`);
	if (!after.validity.valid) reasons.push(`The second run is not valid: ${after.validity.reasons[0]}`);
	const same = (what: string, one: unknown, two: unknown) => {
		const [first, second] = [String(one), String(two)];
		if (first !== second) reasons.push(`The runs differ in their ${what}: ${first} and ${second}.`);
	};
	same("deadline (ms)", before.run.deadlineMs, after.run.deadlineMs);
	same("stub profile", before.run.stubProfile, after.run.stubProfile);
	same("ndots", before.run.ndots, after.run.ndots);
	same("search list", before.run.search, after.run.search);
	// Two lab runs over different links would be called a change of the arm.
	if (before.link !== null || after.link !== null) {
		same("link", before.link?.spec ?? "none", after.link?.spec ?? "none");
	}
	const all = nodes.size + leftOut.length;
	if (before.cluster === undefined || after.cluster === undefined)
		same("nodes", before.run.nodes.toSorted(), after.run.nodes.toSorted());
	else if (nodes.size === 0 || nodes.size < fitnessLimits.nodes * all)
		reasons.push(`The runs have ${nodes.size} of ${all} nodes in common, half of them are the least.`);
	return reasons;
}

/** Arms of a run in one workload, over the nodes that both runs have. */
function sidesOf(run: StoredRun, workload: WorkloadResult, { nodes }: Common): Map<string, MeasuredSide> {
	const { durationMs, deadlineMs } = run.run;
	const blackouts = run.link?.blackouts ?? [];
	// The report's figures are of its own nodes; over fewer they have to be made again.
	const areItsOwn = nodesThatCount(run).size === nodes.size;
	const floorSorted = Float64Array.from(run.floorSamplesMs).sort();
	const sides = orderResolutions(run.table, workload.name, (node) =>
		nodes.has(run.table.nodes[node] as string),
	).flatMap((resolutions): [string, MeasuredSide][] => {
		const { arm } = resolutions;
		const result = areItsOwn
			? workload.arms.find((each) => each.arm === arm)
			: describeArm(resolutions, { durationMs, deadlineMs, blackouts, floorSorted });
		if (result === undefined || result.resolutions === 0) return [];
		return [[arm, { result, resolutions, durationMs, blackouts }]];
	});
	return new Map(sides);
}

/** Which arm of the first run is held against which of the second: the same one, or else the last of each, one of them changed. */
function subjectsOf(before: StoredRun, after: StoredRun, control: string | undefined): [string, string][] {
	const common = before.run.arms.filter((arm) => arm !== control && after.run.arms.includes(arm));
	if (common.length > 0) return common.map((arm) => [arm, arm]);
	const [one, two] = [before.run.arms.at(-1), after.run.arms.at(-1)];
	if (one === undefined || two === undefined || (one === control && two === control)) return [];
	return [[one, two]];
}

/** Subject minus control within one run, where both were asked at the same instants. */
function withinRun(subject: MeasuredSide, control: MeasuredSide): Interval {
	const pairs = pairUp(control.resolutions, subject.resolutions);
	const failed = (column: Float64Array) =>
		column.map((latency) => Number(latency === Number.POSITIVE_INFINITY));
	const [ofControl, ofSubject] = [failed(pairs.baseline), failed(pairs.arm)];
	const flags = Uint8Array.from(ofControl, (flag, i) => flag | (ofSubject[i] as number));
	const blocks = chooseBlocks({ times: pairs.times, nodes: pairs.nodes, flags }, subject);
	const total = sumPerBlock(blocks);
	return rateDifferenceInterval(
		{ failed: sumPerBlock(blocks, ofSubject), total },
		{ failed: sumPerBlock(blocks, ofControl), total },
	);
}

/** What the second run says by itself, and what the change between the runs makes of it. */
function pairedShift(
	subject: MeasuredSide,
	control: MeasuredSide,
	{ comparisons }: WorkloadResult,
	{ failureRateDelta }: Shift,
	nodes: { readonly compared: number; readonly counting: number },
): PairedShift {
	const within = withinRun(subject, control);
	const baseline = control.result.arm;
	const own = comparisons.find((each) => each.arm === subject.result.arm && each.baseline === baseline);
	const verdict = own?.verdict ?? null;
	return {
		baseline,
		failureRateDelta: within,
		verdict,
		...(verdict === null || nodes.counting === nodes.compared ? {} : { verdictNodes: nodes.counting }),
		unpairedMinusPaired: failureRateDelta.estimate - within.estimate,
	};
}

function compareWorkload(
	[before, after]: readonly [StoredRun, StoredRun],
	name: Workload,
	common: Common,
	random: Random,
	doubt: string | undefined,
): WorkloadComparison[] {
	const [one, two] = [before, after].map(({ workloads }) => workloads.find((each) => each.name === name));
	if (one === undefined || two === undefined) return [];
	const sides = { before: sidesOf(before, one, common), after: sidesOf(after, two, common) };
	const shared = before.run.arms[0] === after.run.arms[0] ? before.run.arms[0] : undefined;
	const [controlBefore, controlAfter] =
		shared === undefined ? [] : [sides.before.get(shared), sides.after.get(shared)];
	const control =
		controlBefore === undefined || controlAfter === undefined
			? null
			: judgeControl(measureShift(controlBefore, controlAfter, random.fork("control")));

	const arms = subjectsOf(before, after, shared);
	const asked = control === null ? arms : [[control.before.arm, control.after.arm] as const, ...arms];
	const names = compareNames(before, after, name, asked);
	const nodes = { compared: common.nodes.size, counting: nodesThatCount(after).size };
	const subjects = arms.flatMap(([armBefore, armAfter]) => {
		const [sideBefore, sideAfter] = [sides.before.get(armBefore), sides.after.get(armAfter)];
		if (sideBefore === undefined || sideAfter === undefined) return [];
		const shift = measureShift(sideBefore, sideAfter, random.fork(`${armBefore}/${armAfter}`));
		const twice =
			controlBefore === undefined || controlAfter === undefined
				? null
				: combine(
						withinRun(sideAfter, controlAfter),
						withinRun(sideBefore, controlBefore),
						"difference-in-differences",
					);
		const judged = judgeShift(shift, control, twice, names, doubt);
		if (controlAfter === undefined || armAfter === shared) return [judged];
		return [{ ...judged, paired: pairedShift(sideAfter, controlAfter, two, shift, nodes) }];
	});
	return [{ name, ...(names === undefined ? {} : { names }), control, subjects }];
}

/**
 * Compares two saved runs, the second made after something was changed. They are unpaired: whatever
 * else changed in between is in the figures as well, so a verdict is passed only where the baseline
 * (`arms[0]`, untouched) was measured in both and did not move. Runs in a cluster are compared over the nodes that count
 * in both.
 */
export function compareRuns(before: StoredRun, after: StoredRun, toolVersion: string): BenchComparison {
	const common = commonNodes(before, after);
	const reasons = obstacles(before, after, common);
	const random = createRandom(`${before.run.seed}/${after.run.seed}`).fork("compare");
	const workloads = before.workloads.flatMap(({ name }) =>
		compareWorkload([before, after], name, common, random.fork(name), reasons[0]),
	);
	if (workloads.length === 0) reasons.push("The runs have no workload in common.");
	const headlined = workloads.find(({ name }) => name === "hot") ?? workloads[0];
	const subject = headlined?.subjects[0];
	if (headlined?.names?.common === 0) reasons.push(headlined.names.finding);
	const comparable = reasons.length === 0;
	const { nodes, leftOut } = common;
	const standing = leftOut.length === 0 ? "" : ` on ${nodes.size} of ${nodes.size + leftOut.length} nodes`;
	const what =
		subject === undefined
			? "The runs have no arm to compare."
			: `${subject.before.arm === subject.after.arm ? subject.after.arm : `${subject.before.arm} → ${subject.after.arm}`} on ${headlined?.name} names${standing}, unpaired: ${subject.verdict?.replaceAll("-", " ")}. ${subject.reason}`;
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchComparison",
		toolVersion,
		before: summary(before),
		after: summary(after),
		deadlineMs: after.run.deadlineMs,
		...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
		comparable,
		reasons,
		workloads,
		verdict: subject?.verdict ?? null,
		headline: comparable ? what : `No verdict: ${reasons[0]}`,
	};
}
