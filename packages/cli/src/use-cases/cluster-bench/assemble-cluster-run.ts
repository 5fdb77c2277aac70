import {
	analyseRun,
	judgeNodes,
	judgeSample,
	type MeasuredRun,
	type Sample,
	SampleTableBuilder,
	settleSample,
	thinFloor,
} from "@localdns/core/measure";
import type { ClusterReport, MeasuredNode, RunMark, StoredRun } from "@localdns/core/report";
import type { ClusterBenchSettings } from "../../cluster-bench-settings.ts";
import { toolVersion } from "../../version.ts";
import type { NodeMeasurement, NodeOutcome } from "../measure-nodes/contract.ts";
import { drainDeadlines } from "../measure-nodes/measure-nodes.ts";
import type { ChosenArms } from "./choose-arms.ts";
import type { ChosenNodes } from "./choose-nodes.ts";
import { measuredNodes } from "./measured-nodes.ts";
import type { NameTruth } from "./name-truth.ts";
import type { BenchGround } from "./observe-bench.ts";
import { type BenchPlan, deadlineMs, gapMs, ndots, warmupMs } from "./plan-bench.ts";

/** Everything that a run in a cluster has brought. */
export interface ClusterMeasurement {
	readonly run: string;
	readonly settings: ClusterBenchSettings;
	readonly ground: BenchGround;
	readonly nodes: ChosenNodes;
	readonly arms: ChosenArms;
	readonly plan: BenchPlan;
	readonly cluster: ClusterReport;
	readonly names: NameTruth;
	readonly measurement: NodeMeasurement;
	/** As they were handed over, in any order; asked for twice. */
	readonly samples: () => AsyncIterable<Sample>;
	/** Of nodes and of the whole run, from whoever watched something beside the DNS. */
	readonly marks: readonly RunMark[];
	/** What was seen beside the DNS, by node. */
	readonly beside: ReadonlyMap<string, Pick<MeasuredNode, "link" | "cache">>;
}

/** A run, and its samples as they are judged. */
export interface AssembledRun {
	readonly run: StoredRun;
	readonly samples: () => AsyncIterable<Sample>;
}

/**
 * Judges the answers against what the names were worth, the nodes by their probes, and analyses.
 * @returns undefined when whatever ended the run before its end left nothing to judge
 */
export async function assembleClusterRun(input: ClusterMeasurement): Promise<AssembledRun | undefined> {
	const { settings, ground, nodes, arms, plan, names, measurement } = input;
	const lengthOf = lengthsThatCount(settings.durationMs, measurement);
	const durationMs = Math.max(...nodes.measured.map(({ name }) => lengthOf(name)));
	if (durationMs <= 0) return undefined;
	const { truth } = names;
	const judged = async function* (): AsyncGenerator<Sample> {
		for await (const sample of input.samples()) {
			const ownMs = lengthOf(sample.node);
			const isCut = ownMs < settings.durationMs;
			yield judgeSample(isCut ? settleSample(sample, ownMs) : sample, truth, deadlineMs);
		}
	};
	const armNames = arms.arms.map(({ name }) => name);
	const came = nodes.measured
		.map(({ name }) => name)
		.filter((name) => (measurement.nodes.get(name)?.state ?? "missing") !== "missing");
	const asked = { search: [...plan.search], ndots, stubProfile: settings.stubProfile };
	const builder = new SampleTableBuilder({ nodes: came, arms: armNames, truth, deadlineMs, ...asked });
	for await (const sample of judged()) builder.add(sample);
	const table = builder.finish();

	const summaries = new Map(
		came.flatMap((node) => {
			const outcome = measurement.nodes.get(node);
			return outcome === undefined || outcome.state === "missing" || outcome.summary === undefined
				? []
				: [[node, outcome.summary] as const];
		}),
	);
	// What a run that was cut off has not seen is missing, unlike what nobody wanted to see any more.
	const plannedMs = measurement.interruptedAtMs === undefined ? settings.durationMs : durationMs;
	const planned = (node: string) => Math.round((plan.resolutionsOn(node) * plannedMs) / 1000);
	const facts = new Map(
		came.map((node) => {
			const summary = summaries.get(node);
			const floorMs = floorOf(measurement.nodes.get(node));
			return [
				node,
				{
					planned: summary?.planned ?? planned(node),
					floorMs,
					...(summary?.throttled === undefined ? {} : { throttled: summary.throttled }),
					...(summary?.clockSteps === undefined ? {} : { clockSteps: summary.clockSteps }),
				},
			] as const;
		}),
	);
	const fitness = judgeNodes(table, facts, { gapMs }).map((each) => {
		const why =
			each.void ??
			(arms.withoutCache.has(each.node) ? askedNoCache : unreachedCache(input.beside.get(each.node)));
		return why === undefined ? each : { ...each, void: why };
	});
	const dnsNodes = new Set(input.cluster.clusterDnsNodes);
	const unfit = new Map(
		fitness.flatMap(({ node, void: why }) => (why === undefined ? [] : [[node, why] as const])),
	);
	const floorSamplesMs = came
		.filter((node) => !unfit.has(node))
		.flatMap((node) => thinFloor(floorOf(measurement.nodes.get(node))));
	const measured: MeasuredRun = {
		table,
		truth,
		nodes: came.map((node) => ({ node, link: linkText(node, input, dnsNodes) })),
		judgedNodes: {
			planned: nodes.measured.length + nodes.missing.length,
			void: unfit,
		},
		arms: armNames,
		workloads: plan.workloads.map(({ workload, rate }) => ({ workload, rate })),
		crossingArm: null,
		seed: settings.seed,
		...{ durationMs, deadlineMs, gapMs, ...asked },
		link: null,
		floorSamplesMs,
		planned: [...facts.values()].reduce((sum, each) => sum + each.planned, 0),
		stray: [...summaries.values()].reduce((sum, { stray }) => sum + stray, 0),
		interrupted: measurement.interruptedAtMs !== undefined || measurement.cutOffBy !== undefined,
	};
	const whole = measuredNodes({
		nodes,
		outcomes: measurement.nodes,
		fitness: new Map(fitness.map((each) => [each.node, each])),
		dnsNodes,
		plannedOn: planned,
	}).map((node) => ({ ...node, ...input.beside.get(node.node) }));
	const run: StoredRun = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchReport",
		toolVersion,
		run: {
			id: input.run,
			seed: settings.seed,
			startedAt: new Date(measurement.measuredAtMs).toISOString(),
			...{ durationMs, warmupMs, deadlineMs },
			stubProfile: settings.stubProfile,
			nodes: came,
			arms: armNames,
			armInfo: arms.arms.map(({ name, way }) =>
				way === "direct" || ground.cache === null
					? { arm: name, engine: "none" }
					: { arm: name, engine: ground.cache.image, ...corefileOf(ground) },
			),
			search: [...plan.search],
			ndots,
			host: `pods on ${came.length} nodes, Node ${nodeVersionsOf(measurement)}`,
		},
		link: null,
		cluster: input.cluster,
		measuredNodes: whole,
		marks: marksOf(input, durationMs).toSorted((a, b) => a.atMs - b.atMs),
		changes: [],
		interrupted: measured.interrupted,
		...analyseRun(measured),
		truth,
		floorSamplesMs,
		table,
	};
	return { run, samples: judged };
}

/** With its questions among those of the cluster DNS alone, the arms would be those of different nodes. */
const askedNoCache = "No cache was ready there, so it asked the cluster DNS alone.";

/** A cache that was asked has counted something; where it has not, the arm that bears its name was another's. */
function unreachedCache(beside: Pick<MeasuredNode, "cache"> | undefined): string | undefined {
	const { hits, misses } = beside?.cache ?? {};
	return hits === 0 && misses === 0
		? "The cache there counted no question during the run: what was asked of it did not reach it."
		: undefined;
}

/** Of the whole run, or, of a probe whose end is missing, of its warm-up. */
function floorOf(outcome: NodeOutcome | undefined): readonly number[] {
	if (outcome === undefined || outcome.state === "missing") return [];
	return outcome.summary?.floorMs ?? outcome.floorMs ?? [];
}

/**
 * The part that counts of each node, ms. A probe tells of a resolution when it is over: what a node that was cut off had
 * open is not in its log, and the slow ones would be missing among the last of it. A probe gives its own last ones as
 * long as this.
 */
function lengthsThatCount(
	durationMs: number,
	{ interruptedAtMs, cutOffBy, nodes }: NodeMeasurement,
): (node: string) => number {
	const wholeMs = lengthThatCounts(durationMs, interruptedAtMs);
	return (node) => {
		const outcome = nodes.get(node);
		if (outcome === undefined || outcome.state === "missing") return cutOffBy === undefined ? wholeMs : 0;
		return Math.min(wholeMs, (outcome.reachedMs ?? Number.POSITIVE_INFINITY) - drainDeadlines * deadlineMs);
	};
}

/** An interruption that found every question asked and past its deadline has cut off nothing. */
function lengthThatCounts(durationMs: number, interruptedAtMs: number | undefined): number {
	if (interruptedAtMs === undefined || interruptedAtMs >= durationMs + deadlineMs) return durationMs;
	return Math.min(durationMs, interruptedAtMs - deadlineMs);
}

const corefileOf = ({ cache }: BenchGround): { corefile?: string } =>
	cache?.corefile === undefined ? {} : { corefile: cache.corefile };

function nodeVersionsOf({ nodes }: NodeMeasurement): string {
	const all = [...nodes.values()].flatMap((outcome) =>
		outcome.state === "missing" || outcome.nodeVersion === "" ? [] : outcome.nodeVersion,
	);
	return [...new Set(all)].toSorted().join(", ");
}

/** How a node is placed towards the cluster DNS, in a few words. */
function linkText(node: string, { beside }: ClusterMeasurement, dnsNodes: ReadonlySet<string>): string {
	if (dnsNodes.has(node)) return "beside the cluster DNS";
	const [path] = beside.get(node)?.link?.paths ?? [];
	if (path === undefined) return "over the link";
	const { changes, rttMs } = path;
	const last = path.by === "derp" ? `derp ${path.region ?? ""}`.trim() : path.by;
	const [first] = changes;
	// The round trip is that of the whole run, and so is this.
	const way =
		first === undefined
			? last
			: changes.length === 1
				? `${first.from} → ${last}`
				: `${last} after ${changes.length} changes`;
	return rttMs === null ? way : `${way}, ${rttMs.p50.toFixed(1)} ms`;
}

function marksOf({ names, measurement, marks }: ClusterMeasurement, endMs: number): RunMark[] {
	const clocks = [...measurement.nodes].flatMap(([node, outcome]): RunMark[] =>
		outcome.state === "missing"
			? []
			: (outcome.summary?.clockSteps ?? []).map(({ atMs, byMs }) => ({
					atMs,
					node,
					kind: "clock",
					text: `the clock was set ${byMs > 0 ? "forward" : "back"} by ${(Math.abs(byMs) / 1000).toFixed(1)} s`,
				})),
	);
	return [
		...marks,
		...clocks,
		...measurement.joined.map(
			(node): RunMark => ({
				atMs: endMs,
				node,
				kind: "node",
				text: "joined while the run went on, and was not measured",
			}),
		),
		// When is not seen, only that it has happened by now.
		...names.changed.map((text): RunMark => ({ atMs: endMs, kind: "name", text })),
	];
}
