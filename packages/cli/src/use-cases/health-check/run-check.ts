import { LocaldnsError } from "@localdns/core";
import { type ClusterNode, readNode } from "@localdns/core/cluster";
import {
	type AlarmRule,
	type CheckResult,
	checkRun,
	deadlineMs,
	emptyHistory,
	formatAlarm,
	formatSlo,
	type HealthReport,
	healthReport,
	RunCounter,
	rateFor,
	type Slo,
} from "@localdns/core/health";
import type { ImageSettings } from "@localdns/core/manifests";
import type { NamePlan, ProbePlan } from "@localdns/core/measure";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import { toolVersion } from "../../version.ts";
import { patientCluster } from "../change/patient-cluster.ts";
import { selectedNodes } from "../change/selected-nodes.ts";
import type { MeasurementEvent, NodeMeasurement, NodeOutcome } from "../measure-nodes/contract.ts";
import { measureNodes } from "../measure-nodes/measure-nodes.ts";
import { asNotes, whileMeasuring } from "../measure-nodes/measurement-lock.ts";
import { dismissProbes } from "../measure-nodes/remove-probes.ts";
import { type KeptResult, keepResult } from "./history-store.ts";
import { refuseOversized, warmupFor } from "./run-size.ts";
import { differencesFromSchedule } from "./schedule.ts";

export interface CheckRunSettings {
	/** Of this run: up to 20 of a-z, 0-9 and -. */
	readonly run: string;
	readonly namespace: string;
	/** Who this run is, told to others. */
	readonly holder: string;
	readonly slo: Slo;
	readonly alarm: AlarmRule;
	readonly durationMs: number;
	/** Resolutions per second and node. @default as many as tell the SLO from twice as many bad ones (`rateFor`) */
	readonly rate: number | undefined;
	/** Names or a label selector. @default all */
	readonly nodes: string | undefined;
	/** Names of Services that are asked, as an application writes them: `db.shop`. */
	readonly names: readonly string[];
	/** @default undefined: where the schedule asks the same, or there is none */
	readonly keepsHistory: boolean | undefined;
	/** After which someone ends it, ms. */
	readonly withinMs: number | undefined;
	/** The probe, one bundled file. */
	readonly probe: string;
	readonly images: ImageSettings;
}

export interface CheckRunCallbacks {
	readonly onEvent: (event: MeasurementEvent) => void;
	readonly interrupt: AbortSignal;
}

export interface CheckedHealth {
	readonly result: CheckResult;
	readonly report: HealthReport;
}

/** Share of the time that the kernel may keep a probe from the CPU. */
const mostThrottled = 0.01;

/**
 * Measures once on every node that is Ready, by whatever its pods ask, and judges that in the light of the runs before.
 *
 * @returns undefined when Ctrl-C ended it: half a run is judged by nobody
 * @throws LocaldnsError LDNS762 where no node could be asked; LDNS768, LDNS769 where there are too many; LDNS325, LDNS601–LDNS607, LDNS704–LDNS706
 */
export async function runHealthCheck(
	cluster: Cluster,
	settings: CheckRunSettings,
	{ onEvent, interrupt }: CheckRunCallbacks,
): Promise<CheckedHealth | undefined> {
	const { run, namespace, holder, slo, durationMs, probe, images } = settings;
	const patient = patientCluster(cluster, { waitsOnce: true, onChange: asNotes(onEvent) });
	const asked = {
		slo: formatSlo(slo),
		alarm: formatAlarm(settings.alarm),
		nodes: settings.nodes,
		names: settings.names,
	};
	// Asked by hand only, where a cluster that does not answer at all is not waited for.
	const differences =
		settings.keepsHistory === undefined ? await differencesFromSchedule(cluster, namespace, asked) : [];
	const keepsHistory = settings.keepsHistory ?? differences.length === 0;
	const chosen = await selectedNodes(patient, settings.nodes);
	const before = await readNodes(patient, chosen);
	const ready = before.filter(({ notReady }) => notReady === undefined).map(({ name }) => name);
	if (ready.length === 0) throw nobodyAsked(before);
	const rate = settings.rate ?? rateFor(slo, ready.length, durationMs);
	refuseOversized({ nodes: ready.length, rate, durationMs, withinMs: settings.withinMs });
	const warmupMs = warmupFor(durationMs);
	const names = settings.names.map((name): NamePlan => ({ name, form: "svc.ns", expect: "address" }));
	onEvent({
		type: "note",
		text: `${rate} resolutions/s on each of ${ready.length} nodes for ${durationMs / 1000} s: ${settings.names.join(", ")}`,
	});
	const counter = new RunCounter();
	const lock = { namespace, command: "health-check", holder, onEvent };
	const measured = await whileMeasuring(patient, lock, async (signal) => {
		// Who has the lock is the only one to measure here: other probes are those of a run that was killed.
		const left = await dismissProbes(patient, namespace);
		if (left.length > 0)
			onEvent({ type: "note", text: `removed what a run that was killed has left: ${counted(left)}` });
		return await measureNodes(
			{ cluster, patient },
			{
				...{ run, namespace, nodes: ready, image: { program: probe, images }, resolver: "kubelet" },
				planFor: (node): Omit<ProbePlan, "startAtMs"> => ({
					kind: "ProbePlan",
					...{ node, seed: seedOf(`${run}/${node}`), warmupMs, durationMs, gapMs: 0, deadlineMs },
					stubProfile: "glibc",
					allArms: ["pods"],
					arms: [{ arm: "pods" }],
					workloads: [{ workload: "hot", rate, names: { "*": names } }],
				}),
			},
			{
				onSamples: (node, samples) => counter.take(node, samples),
				onEvent,
				interrupt: AbortSignal.any([interrupt, signal]),
			},
		);
	});
	if (measured.interruptedAtMs !== undefined || interrupt.aborted) return undefined;
	// Half a run is judged by nobody.
	if (measured.cutOffBy !== undefined) throw measured.cutOffBy;

	const after = new Map((await readNodes(patient, chosen)).map((node) => [node.name, node]));
	const { counting, notReady, missing } = sorted(before, after, measured, counter, durationMs);
	if (counting.length === 0) throw nobodyAsked(before, missing[0]);
	const counts = counter.counts(counting, slo, durationMs);
	const at = Math.round(Date.now() / 1000);
	const judge = (history: Parameters<typeof checkRun>[2]): CheckResult =>
		checkRun(counts, { run, at, notReady, missing }, history, settings);
	const kept: KeptResult = keepsHistory
		? await keepResult(patient, namespace, judge)
		: { result: judge(emptyHistory), isKept: false, notes: [] };
	const notes = [
		...kept.notes,
		...(differences.length === 0 ? [] : [besideSchedule(differences)]),
		...(kept.isKept || !keepsHistory
			? []
			: ["no history is kept, so this run is judged by itself: localdns health-check install"]),
		...measured.joined.map((node) => `node ${node} came during the run and was not asked`),
	];
	const report = healthReport(kept.result, {
		...{ toolVersion, run, at, durationMs, rate, notReady, notes },
		cluster: cluster.place,
		slo: formatSlo(slo),
		objectives: slo,
		alarmRule: formatAlarm(settings.alarm),
		keepsHistory: kept.isKept,
	});
	return { result: kept.result, report };
}

const besideSchedule = (differences: readonly string[]): string =>
	`this run is judged by itself and not remembered, for the schedule has ${differences.join(", ")}; --history adds it`;

/** `2 Pods, 3 ConfigMaps`. */
const counted = (refs: readonly ObjectRef[]): string =>
	[...Map.groupBy(refs, ({ kind }) => kind)]
		.map(([kind, those]) => `${those.length} ${kind}${those.length === 1 ? "" : "s"}`)
		.join(", ");

async function readNodes(
	cluster: Pick<Cluster, "list">,
	chosen: readonly string[] | undefined,
): Promise<ClusterNode[]> {
	const all = await cluster.list("/api/v1/nodes", (object) => readNode(object, () => false));
	return all
		.filter(({ name }) => chosen === undefined || chosen.includes(name))
		.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface Sorted {
	/** Whose figures count. */
	readonly counting: readonly string[];
	readonly notReady: readonly string[];
	readonly missing: readonly { readonly node: string; readonly reason: string }[];
}

/** Who counts, who is quiet, and who is missed. A node that went down meanwhile is quiet: its pods are gone anyway. */
function sorted(
	before: readonly ClusterNode[],
	after: ReadonlyMap<string, ClusterNode>,
	{ nodes }: NodeMeasurement,
	counter: RunCounter,
	durationMs: number,
): Sorted {
	const [counting, notReady, missing]: [string[], string[], { node: string; reason: string }[]] = [
		[],
		[],
		[],
	];
	const { unpunctual } = counter;
	for (const { name, notReady: was } of before) {
		const now = after.get(name);
		if (now === undefined) continue;
		const outcome = nodes.get(name);
		if (was !== undefined || now.notReady !== undefined || outcome === undefined) {
			notReady.push(name);
			continue;
		}
		const share = unpunctual.get(name);
		const reason =
			unfit(outcome, durationMs) ??
			(share === undefined
				? undefined
				: `its probe was too late for ${(share * 100).toFixed(0)} % of its questions`) ??
			(counter.resolutions(name) === 0 ? "its probe has asked nothing" : undefined);
		if (reason === undefined) counting.push(name);
		else missing.push({ node: name, reason });
	}
	return { counting, notReady, missing };
}

/** Why a node's figures say more of its probe than of its DNS. */
function unfit(outcome: NodeOutcome, durationMs: number): string | undefined {
	if (outcome.state === "missing") return outcome.reason;
	const { throttled, clockSteps = [] } = outcome.summary ?? {};
	if (clockSteps.length > 0) return "its clock was set during the run";
	if (throttled !== undefined && throttled.ms > mostThrottled * durationMs)
		return `the kernel kept its probe from the CPU for ${Math.round(throttled.ms)} ms`;
	return undefined;
}

function nobodyAsked(
	nodes: readonly ClusterNode[],
	missing?: { readonly node: string; readonly reason: string },
): LocaldnsError {
	if (missing !== undefined)
		return new LocaldnsError("LDNS762", "no node has told anything that counts", {
			reason: `${missing.node}: ${missing.reason}`,
		});
	const [first] = nodes;
	return new LocaldnsError(
		"LDNS762",
		first === undefined ? "there is no node to ask from" : "no node is Ready",
		{
			...(first === undefined ? {} : { reason: `${first.name}: ${first.notReady}` }),
		},
	);
}

/** FNV-1a: another seed for each node and run, so that no two ask at the same instants. */
function seedOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return hash >>> 0;
}
