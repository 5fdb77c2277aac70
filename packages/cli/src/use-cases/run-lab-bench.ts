import { randomBytes } from "node:crypto";
import { cpus, release } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
	analyseRun,
	buildWorkloads,
	judgeSample,
	type ProbePlan,
	type Sample,
	shareRates,
	type Workload,
	type WorkloadPlan,
} from "@localdns/core/measure";
import type { BenchRun } from "@localdns/core/report";
import { type Lab, openLab } from "@localdns/lab";
import type { BenchSettings } from "../bench-settings.ts";
import type { BenchReporter } from "../progress/bench-event.ts";
import { toolVersion } from "../version.ts";
import { engineText, labArm } from "./node-corefile.ts";
import { followProbe, type ProbeResult, type RunningProbe } from "./probe-process.ts";

const probeFile = fileURLToPath(new URL("./probe.mjs", import.meta.url));

/** One pass over the hot names and ten seconds more, so that caches and dial times have settled. */
const warmupMs = 10_000;
const gapMs = 50;
const deadlineMs = 5_000;
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
export async function runLabBench(settings: BenchSettings, ports: LabBenchPorts): Promise<BenchRun | undefined> {
	const { report } = ports;
	report({ type: "phase", text: "building the lab" });
	const lab = await openLab({
		arms: await Promise.all(settings.arms.map(labArm)),
		link: settings.link,
		blackouts: settings.blackouts,
		seed: settings.seed,
		durationMs: settings.durationMs,
		...(settings.coredns === undefined ? {} : { coredns: settings.coredns }),
		onProgress: (text) => report({ type: "note", text }),
	});
	try {
		return await measure(settings, lab, ports);
	} finally {
		report({ type: "phase", text: "removing the lab" });
		await lab.close();
	}
}
