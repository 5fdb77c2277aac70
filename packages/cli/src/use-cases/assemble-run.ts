import { cpus, release } from "node:os";
import {
	analyseRun,
	countedDuration,
	judgeSample,
	type MeasuredRun,
	type ProbeHello,
	type Sample,
	settleSample,
	tableOf,
	type WorkloadPlan,
} from "@localdns/core/measure";
import type { BenchReport, StoredRun } from "@localdns/core/report";
import type { Lab, LabArm } from "@localdns/lab";
import type { BenchSettings } from "../bench-settings.ts";
import { toolVersion } from "../version.ts";
import { engineText } from "./node-corefile.ts";
import type { ProbeResult } from "./probe-process.ts";

/** Everything that a lab run has brought. */
export interface LabMeasurement {
	settings: BenchSettings;
	/** What was measured for each of the settings' arms. */
	labArms: readonly LabArm[];
	lab: Lab;
	runId: string;
	workloads: readonly WorkloadPlan[];
	results: readonly ProbeResult[];
	/** Wall clock at the begin of the measured part, ms since the epoch. */
	measuredAtMs: number;
	warmupMs: number;
	deadlineMs: number;
	gapMs: number;
	/** Wall clock of Ctrl-C. */
	interruptedAtMs: number | undefined;
}

/** A run, and its samples as they are judged. */
export interface AssembledRun {
	readonly run: StoredRun;
	readonly samples: readonly Sample[];
}

/**
 * Judges the answers against what the names were worth and analyses.
 * @returns undefined when an interruption left nothing to judge
 */
export async function assembleRun(measurement: LabMeasurement): Promise<AssembledRun | undefined> {
	const { settings, lab, deadlineMs, measuredAtMs, results } = measurement;
	const durationMs = lengthThatCounts(measurement);
	if (durationMs <= 0) return undefined;

	const arms = settings.arms.map((arm) => arm.name);
	const { node, search, ndots, nodeVersion } = firstHello(results);
	const link = await lab.linkReport();
	const truth = lab.truth();
	const isCut = durationMs < settings.durationMs;
	const samples = results.flatMap((result) =>
		result.samples.map((sample) =>
			judgeSample(isCut ? settleSample(sample, durationMs) : sample, truth, deadlineMs),
		),
	);
	const { stubProfile } = settings;
	const table = tableOf(samples, { nodes: [node], arms, truth, search, ndots, stubProfile, deadlineMs });
	const measured: MeasuredRun = {
		table,
		truth,
		nodes: [{ node, link: link.spec }],
		arms,
		workloads: measurement.workloads.map(({ workload, rate }) => ({ workload, rate })),
		crossingArm: settings.arms.find(({ way }) => way.kind === "direct")?.name ?? null,
		seed: settings.seed,
		durationMs,
		deadlineMs,
		gapMs: measurement.gapMs,
		stubProfile,
		search,
		ndots,
		link,
		floorSamplesMs: results.flatMap(({ summary }) => summary.floorMs),
		planned: results.reduce((sum, { summary }) => sum + summary.planned, 0),
		stray: results.reduce((sum, { summary }) => sum + summary.stray, 0),
		interrupted: measurement.interruptedAtMs !== undefined,
	};
	const { floorSamplesMs, interrupted } = measured;
	const run: StoredRun = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "BenchReport",
		toolVersion,
		run: {
			id: measurement.runId,
			seed: settings.seed,
			startedAt: new Date(measuredAtMs).toISOString(),
			durationMs,
			warmupMs: measurement.warmupMs,
			deadlineMs,
			stubProfile,
			nodes: [node],
			arms,
			armInfo: settings.arms.map((arm, index) => armInfo(arm, measurement.labArms[index]?.corefile)),
			search,
			ndots,
			host: `Linux ${release()}, ${cpus().length} CPUs, Node ${nodeVersion}`,
		},
		link,
		...(settings.like === undefined ? {} : { like: settings.like }),
		changes: lab.changes(),
		interrupted,
		...analyseRun(measured),
		truth,
		floorSamplesMs: [...floorSamplesMs],
		table,
	};
	return { run, samples };
}

function lengthThatCounts({ settings, interruptedAtMs, measuredAtMs, deadlineMs }: LabMeasurement): number {
	if (interruptedAtMs === undefined) return settings.durationMs;
	// An interruption that found every question asked and past its deadline has cut off nothing.
	return Math.min(settings.durationMs, countedDuration(interruptedAtMs - measuredAtMs, deadlineMs));
}

function firstHello(results: readonly ProbeResult[]): ProbeHello {
	const [first] = results;
	if (first === undefined) throw new Error("a run has at least one probe");
	return first.hello;
}

function armInfo(
	arm: BenchSettings["arms"][number],
	corefile: string | undefined,
): BenchReport["run"]["armInfo"][number] {
	return { arm: arm.name, engine: engineText(arm), ...(corefile === undefined ? {} : { corefile }) };
}
