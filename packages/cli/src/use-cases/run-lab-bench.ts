import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
	type ProbePlan,
	planWorkloads,
	shareRates,
	type Workload,
	type WorkloadPlan,
} from "@localdns/core/measure";
import { type Lab, type LabArm, openLab } from "@localdns/lab";
import type { BenchSettings } from "../bench-settings.ts";
import type { BenchReporter } from "../progress/bench-event.ts";
import { type AssembledRun, assembleRun } from "./assemble-run.ts";
import { labArm } from "./node-corefile.ts";
import { followProbe, type RunningProbe } from "./probe-process.ts";

const probeFile = fileURLToPath(new URL("./probe.mjs", import.meta.url));

/** One pass over the hot names and ten seconds more, so that caches and dial times have settled. */
const warmupMs = 10_000;
/** One stub timeout: what takes longer has failed for the application. */
const deadlineMs = 5_000;
/** Replies that arrive together share a turn of the event loop, so the arms of a tuple are asked apart. */
const gapMs = 50;
const proofMs = 8_000;
/** Time for the probes to start before the first planned instant. */
const leadMs = 1_000;
const sideBySide: readonly Workload[] = ["hot", "cold", "external", "fresh"];

export interface LabBenchPorts {
	report: BenchReporter;
	/** Aborted by Ctrl-C: what was measured so far is judged. */
	interrupt: AbortSignal;
}

/**
 * The before/after measurement in the lab: build it, let every arm's pod ask the same at the same
 * instants, judge the answers against what the names were worth, analyse.
 *
 * @returns the run, or undefined when it was interrupted before its measured part began
 * @throws LocaldnsError LDNS2xx when the lab fails, LDNS3xx when a probe does
 */
export async function runLabBench(
	settings: BenchSettings,
	ports: LabBenchPorts,
): Promise<AssembledRun | undefined> {
	const { report } = ports;
	report({ type: "phase", text: "building the lab" });
	// Read once: the report tells the Corefiles that were measured, whatever becomes of the files.
	const arms = await Promise.all(settings.arms.map(labArm));
	const lab = await openUnlessInterrupted(settings, arms, ports);
	if (lab === undefined) return undefined;
	try {
		return await measure(settings, arms, lab, ports);
	} finally {
		report({ type: "phase", text: "removing the lab" });
		await lab.close();
	}
}

async function openUnlessInterrupted(
	settings: BenchSettings,
	arms: LabArm[],
	{ report, interrupt }: LabBenchPorts,
): Promise<Lab | undefined> {
	try {
		return await openLab({
			arms,
			link: settings.link,
			linkText: settings.linkText,
			overlay: settings.overlay,
			blackouts: settings.blackouts,
			seed: settings.seed,
			durationMs: settings.durationMs,
			coredns: settings.coredns,
			onProgress: (text) => report({ type: "note", text }),
			signal: interrupt,
		});
	} catch (error) {
		if (interrupt.aborted) return undefined;
		throw error;
	}
}

/** A measurement under way. */
interface UnderWay {
	settings: BenchSettings;
	lab: Lab;
	probes: readonly RunningProbe[];
	startAtMs: number;
	measuredAtMs: number;
}

async function measure(
	settings: BenchSettings,
	arms: readonly LabArm[],
	lab: Lab,
	ports: LabBenchPorts,
): Promise<AssembledRun | undefined> {
	const runId = randomBytes(4).toString("hex");
	const { rates, lowered } = shareRates(settings.rate, sideBySide, 1);
	for (const { workload, from, to } of lowered) {
		ports.report({
			type: "note",
			text: `${workload}: ${to}/s in place of ${from}/s, because a node is asked 50 times a second at most`,
		});
	}
	const workloads = planWorkloads({
		runId,
		arms: settings.arms.map((arm) => arm.name),
		rates,
		...lab.names,
		stubProfile: settings.stubProfile,
	});
	const startAtMs = Date.now() + leadMs;
	const measuredAtMs = startAtMs + warmupMs;
	const probes = lab.pods.map((pod) => {
		const child = lab.spawnIn(pod, [process.execPath, probeFile], ["pipe", "pipe", "pipe"]);
		return followProbe(child, planFor(pod.arm, settings, workloads, startAtMs), (sample) => {
			if (sample.intendedMs >= 0)
				ports.report({ type: "resolution", arm: sample.arm, failed: sample.outcome !== "ok" });
		});
	});
	lab.startMeasured(measuredAtMs);

	const underWay = { settings, lab, probes, startAtMs, measuredAtMs };
	const interruptedAtMs = await watch(underWay, ports);
	const results = await Promise.all(probes.map((probe) => probe.result));
	ports.report({ type: "phase", text: "analysing" });
	return await assembleRun({
		...underWay,
		labArms: arms,
		runId,
		workloads,
		results,
		warmupMs,
		deadlineMs,
		gapMs,
		interruptedAtMs,
	});
}

function planFor(
	arm: string,
	settings: BenchSettings,
	workloads: WorkloadPlan[],
	startAtMs: number,
): ProbePlan {
	return {
		kind: "ProbePlan",
		node: "far",
		seed: settings.seed,
		startAtMs,
		warmupMs,
		durationMs: settings.durationMs,
		gapMs,
		deadlineMs,
		stubProfile: settings.stubProfile,
		allArms: settings.arms.map((each) => each.name),
		arms: [{ arm }],
		workloads,
	};
}

/**
 * Follows the phases until every probe is done.
 * @returns the instant of an interruption, or undefined
 * @throws LocaldnsError LDNS204 when a part of the lab dies, LDNS302 when a probe does
 */
async function watch(
	{ settings, lab, probes, startAtMs, measuredAtMs }: UnderWay,
	{ report, interrupt }: LabBenchPorts,
): Promise<number | undefined> {
	const over = new AbortController();
	let interruptedAtMs: number | undefined;
	const stop = () => {
		interruptedAtMs ??= Date.now();
		for (const probe of probes) probe.stop();
	};
	if (interrupt.aborted) stop();
	interrupt.addEventListener("abort", stop);
	const failed = new Promise<never>((_, reject) => lab.onFailure(reject));
	const done = Promise.all(probes.map((probe) => probe.result));
	try {
		void announce({ settings, startAtMs, measuredAtMs }, report, over.signal);
		// The proof shares the warm-up: it needs no names, and the warm-up needs no quiet.
		const proof = sleep(Math.max(0, startAtMs - Date.now()), undefined, { signal: over.signal }).then(() =>
			lab.proveLink(proofMs),
		);
		// An interrupted run ends before its proof; what it lacks then is said by its validity.
		proof.catch(() => {});
		await Promise.race([done, failed]);
		return interruptedAtMs;
	} finally {
		interrupt.removeEventListener("abort", stop);
		over.abort();
	}
}

/** Says which phase it is, by the clock. */
async function announce(
	{ settings, startAtMs, measuredAtMs }: Pick<UnderWay, "settings" | "startAtMs" | "measuredAtMs">,
	report: BenchReporter,
	signal: AbortSignal,
): Promise<void> {
	const phases = [
		{ atMs: startAtMs, text: "warming up and proving the link", lengthMs: warmupMs },
		{ atMs: measuredAtMs, text: "measuring", lengthMs: settings.durationMs },
		{ atMs: measuredAtMs + settings.durationMs, text: "waiting for the last answers" },
	];
	try {
		for (const { atMs, ...phase } of phases) {
			await sleep(Math.max(0, atMs - Date.now()), undefined, { signal });
			report({ type: "phase", ...phase });
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}
