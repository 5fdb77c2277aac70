import { LocaldnsError } from "@localdns/core";
import { readNode } from "@localdns/core/cluster";
import { type KubernetesObject, probePods, startAnnotation } from "@localdns/core/manifests";
import type { ProbePlan } from "@localdns/core/measure";
import type { Cluster } from "../../ports/cluster.ts";
import { createObject } from "../create-object.ts";
import { ClusterClock } from "./cluster-clock.ts";
import type {
	MeasuredCluster,
	MeasurementEvent,
	NodeMeasurement,
	NodeMeasurementSettings,
	OnSamples,
} from "./contract.ts";
import {
	atOnce,
	endPatienceMs,
	kubeletWithinMs,
	pacedSteps,
	perSecond,
	startPatienceMs,
} from "./measurement-pace.ts";
import { type NodeNow, outcomeOf, whyNotBegun } from "./node-outcome.ts";
import { Pace } from "./pace.ts";
import { ProbeFlight } from "./probe-flight.ts";
import { ProbeLog } from "./probe-log.ts";
import { ProbeWatch } from "./probe-watch.ts";
import { probeSelector, removeProbes } from "./remove-probes.ts";

const collectEveryMs = 60_000;
/** For probes that were told to stop; they write what they have. */
const stopWithinMs = 30_000;
/** A probe gives its last resolutions two deadlines (packages/probe-image/src/run-plan.ts). */
export const drainDeadlines = 2;

export interface MeasurementCallbacks {
	readonly onSamples: OnSamples;
	readonly onEvent: (event: MeasurementEvent) => void;
	/** Aborted: probes end at once, what they saw is read, and everything is removed. */
	readonly interrupt: AbortSignal;
}

/**
 * Runs a probe on each node, all from one instant, and hands on what they saw as it comes in. Trouble of one node is
 * that node's outcome, and what happens to the cluster once they have begun ends the run and loses nothing. Pods and
 * ConfigMaps are removed, however it ends.
 *
 * @throws LocaldnsError before probes have begun: LDNS325 where they do on no node, LDNS463, LDNS601–LDNS607, LDNS706
 */
export async function measureNodes(
	{ cluster, patient }: MeasuredCluster,
	settings: NodeMeasurementSettings,
	callbacks: MeasurementCallbacks,
): Promise<NodeMeasurement> {
	const { onEvent } = callbacks;
	try {
		return await new Measurement(cluster, patient, settings, callbacks).run();
	} finally {
		await takeAway(patient, settings, onEvent);
	}
}

/** What was measured is not to be lost to what cannot be removed. */
async function takeAway(
	cluster: Cluster,
	{ namespace, run }: NodeMeasurementSettings,
	onEvent: (event: MeasurementEvent) => void,
): Promise<void> {
	const note = (text: string) => onEvent({ type: "note", text });
	try {
		const { lingering } = await removeProbes(cluster, namespace, run);
		for (const { name } of lingering)
			note(`pod ${name} was deleted and is still there: its node does not answer`);
	} catch (error) {
		if (!(error instanceof LocaldnsError)) throw error;
		onEvent({
			...{ type: "left", what: `probes in namespace ${namespace}` },
			text: `probes could not be removed (${error.message}); later: localdns bench cleanup -n ${namespace}`,
		});
	}
}

/** When the probes begin. */
interface Start {
	/** By the clock of the cluster. */
	readonly atMs: number;
	/** The begin of the measured part by the clock of this machine. */
	readonly measuredAtMs: number;
	readonly endAtMs: number;
}

/** How it ended. */
interface Ending {
	readonly measuredAtMs: number;
	readonly before: ReadonlyMap<string, NodeNow>;
	readonly now: ReadonlyMap<string, NodeNow>;
	readonly interruptedAtMs: number | undefined;
	/** Absent where nothing was measured. */
	readonly start?: Start;
	readonly cutOffBy?: LocaldnsError | undefined;
}

class Measurement {
	readonly #patient: Cluster;
	readonly #settings: NodeMeasurementSettings;
	readonly #callbacks: MeasurementCallbacks;
	readonly #clock = new ClusterClock();
	readonly #pace = new Pace(perSecond);
	readonly #plans: ReadonlyMap<string, Omit<ProbePlan, "startAtMs">>;
	readonly #objects: readonly KubernetesObject[];
	readonly #flights: readonly ProbeFlight[];
	readonly #watch: ProbeWatch;

	constructor(
		cluster: Cluster,
		patient: Cluster,
		settings: NodeMeasurementSettings,
		callbacks: MeasurementCallbacks,
	) {
		const { namespace, run, nodes, image, resolver } = settings;
		this.#patient = patient;
		this.#settings = settings;
		this.#callbacks = callbacks;
		this.#plans = new Map(nodes.map((node) => [node, settings.planFor(node)]));
		const plans = Object.fromEntries(
			[...this.#plans].map(([node, plan]) => [node, JSON.stringify({ ...plan, run })] as const),
		);
		// The first pod is there while those of all other nodes are made, waited for and told their start.
		const pacedMs = this.#pace.lengthMs(pacedSteps * nodes.length);
		const deadlineSeconds = Math.ceil(
			(this.#startPatienceMs + pacedMs + this.#lengthMs + 2 * endPatienceMs) / 1000,
		);
		this.#objects = probePods({ run, namespace, image, plans, deadlineSeconds, resolver });
		const pods = this.#objects.filter(({ kind }) => kind === "Pod").map(({ metadata }) => metadata.name);
		// Made in this order, which is not that of `nodes` where a node's name is a number.
		this.#flights = Object.keys(plans).map((node, index) => {
			const pod = pods[index] as string;
			return new ProbeFlight(
				{ node, pod },
				(onRecords) => new ProbeLog(cluster, { namespace, pod }, onRecords),
				callbacks.onSamples,
			);
		});
		this.#watch = new ProbeWatch(this.#flights, {
			cluster: patient,
			namespace,
			selector: probeSelector(run),
			pace: this.#pace,
			collectEveryMs: settings.collectEveryMs ?? collectEveryMs,
			onEvent: callbacks.onEvent,
		});
	}

	async run(): Promise<NodeMeasurement> {
		const { interrupt, onEvent } = this.#callbacks;
		const before = await this.#nodesNow();
		await this.#make();
		await this.#untilReady();
		if (interrupt.aborted)
			return this.#ended({ measuredAtMs: Date.now(), before, now: before, interruptedAtMs: 0 });
		if (!this.#flights.some(({ stage }) => stage === "running")) throw this.#nothingBegan();

		const start = await this.#start();
		let interruptedAtMs: number | undefined;
		const trouble = await this.#troubleOf(async () => {
			await this.#untilMeasured(start);
			if (!interrupt.aborted) return;
			interruptedAtMs = Math.max(0, Date.now() - start.measuredAtMs);
			await this.#stop();
		});
		// What came after the last word of every probe has cut off nothing.
		const cutOffBy = this.#flights.every(({ isClosed }) => isClosed) ? undefined : trouble;
		let now = before;
		const unseen = await this.#troubleOf(async () => {
			now = await this.#nodesNow();
		});
		if (unseen !== undefined)
			onEvent({ type: "note", text: `which nodes came or went is not known: ${unseen.message}` });
		return this.#ended({ measuredAtMs: start.measuredAtMs, before, now, interruptedAtMs, start, cutOffBy });
	}

	/** @returns what the cluster answered that ended it */
	async #troubleOf(work: () => Promise<void>): Promise<LocaldnsError | undefined> {
		try {
			await work();
			return undefined;
		} catch (error) {
			if (error instanceof LocaldnsError) return error;
			throw error;
		}
	}

	get #startPatienceMs(): number {
		return this.#settings.startPatienceMs ?? startPatienceMs;
	}

	/** From the start until the last probe has ended. */
	get #lengthMs(): number {
		return Math.max(
			...[...this.#plans.values()].map(
				({ warmupMs, durationMs, deadlineMs }) => warmupMs + durationMs + drainDeadlines * deadlineMs,
			),
		);
	}

	async #nodesNow(): Promise<ReadonlyMap<string, NodeNow>> {
		const read = await this.#patient.list("/api/v1/nodes", (object) => readNode(object, () => false));
		return new Map(read.map(({ name, notReady }) => [name, { notReady }]));
	}

	async #make(): Promise<void> {
		const { onEvent, interrupt } = this.#callbacks;
		const flights = new Map(this.#flights.map((flight) => [flight.pod, flight]));
		onEvent({ type: "phase", text: `put probes on ${this.#flights.length} nodes` });
		const begunAt = performance.now();
		await this.#pace.each(this.#objects, atOnce, async (object) => {
			if (interrupt.aborted) return;
			const flight = flights.get(object.metadata.name);
			const sentAtMs = Date.now();
			if (flight !== undefined && object.kind === "Pod") flight.madeAtMs = sentAtMs;
			const made = await createObject(this.#patient, object, begunAt);
			if (typeof made !== "string") this.#clock.take(made, sentAtMs, Date.now());
			else if (flight === undefined) throw new LocaldnsError("LDNS702", made);
			else flight.refuse(made);
		});
	}

	async #untilReady(): Promise<void> {
		const { onEvent, interrupt } = this.#callbacks;
		onEvent({
			type: "phase",
			text: "wait until all probes are ready",
			lengthMs: this.#startPatienceMs,
		});
		const deadline = performance.now() + this.#startPatienceMs + this.#pace.lengthMs(this.#flights.length);
		const isOver = () =>
			performance.now() > deadline || this.#flights.every(({ stage }) => stage !== "waiting");
		await this.#watch.until(isOver, interrupt);
		if (interrupt.aborted) return;
		for (const flight of this.#flights)
			if (flight.stage === "waiting")
				onEvent({ type: "note", text: `node ${flight.node} is not waited for: ${whyNotBegun(flight)}` });
	}

	#nothingBegan(): LocaldnsError {
		const [first] = this.#flights;
		return new LocaldnsError(
			"LDNS325",
			`no probe has begun on any of ${this.#flights.length} nodes`,
			first === undefined ? {} : { reason: `${first.node}: ${whyNotBegun(first)}` },
		);
	}

	/** One instant for all, also for those that are not there yet: they begin late. */
	async #start(): Promise<Start> {
		const { namespace } = this.#settings;
		const open = this.#flights.filter(({ isClosed }) => !isClosed);
		const { aheadMs } = this.#clock;
		const beginMs = Date.now() + this.#pace.lengthMs(open.length) + kubeletWithinMs;
		const atMs = Math.round(beginMs + aheadMs);
		const { warmupMs = 0 } = [...this.#plans.values()][0] ?? {};
		this.#callbacks.onEvent({ type: "phase", text: "start all probes" });
		if (aheadMs !== 0)
			this.#callbacks.onEvent({
				type: "note",
				text: `the cluster's clock is ${seconds(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"} this machine's; probes go by the cluster's`,
			});
		const change = { metadata: { annotations: { [startAnnotation]: String(atMs) } } };
		await this.#pace.each(open, atOnce, async ({ pod }) => {
			await this.#patient.patch({ apiVersion: "v1", kind: "Pod", namespace, name: pod }, change);
		});
		return { atMs, measuredAtMs: beginMs + warmupMs, endAtMs: beginMs + this.#lengthMs };
	}

	async #untilMeasured({ endAtMs }: Start): Promise<void> {
		const { onEvent, interrupt } = this.#callbacks;
		const leftMs = endAtMs - Date.now();
		onEvent({ type: "phase", text: "measure", lengthMs: Math.max(0, leftMs) });
		const every = this.#settings.collectEveryMs ?? collectEveryMs;
		const nowMs = performance.now();
		// Spread, so that a thousand logs are not asked for at once.
		for (const [index, flight] of this.#flights.entries())
			flight.readNextAt(nowMs + every * (1 + index / this.#flights.length));
		const end = nowMs + leftMs;
		const deadline = end + endPatienceMs + this.#pace.lengthMs(this.#flights.length);
		const isOver = () => {
			const now = performance.now();
			// What has not begun by the end has nothing to tell.
			const isSettled = ({ isClosed, state }: ProbeFlight) =>
				isClosed || (now > end && state?.is === "waiting");
			return now > deadline || this.#flights.every(isSettled);
		};
		await this.#watch.until(isOver, interrupt);
	}

	/**
	 * Ends the probes and keeps their words: a pod past its deadline is ended by its kubelet, which gives it its grace,
	 * and stays with its log until it is deleted.
	 */
	async #stop(): Promise<void> {
		const { namespace } = this.#settings;
		this.#callbacks.onEvent({ type: "phase", text: "stop the probes and read what they saw" });
		const open = this.#flights.filter((flight) => !flight.isClosed);
		const pace = new Pace(2 * perSecond);
		const change = { spec: { activeDeadlineSeconds: 1 } };
		await pace.each(open, atOnce, async ({ pod }) => {
			await this.#patient.patch({ apiVersion: "v1", kind: "Pod", namespace, name: pod }, change);
		});
		const deadline = performance.now() + stopWithinMs + this.#pace.lengthMs(open.length);
		const isOver = () => performance.now() > deadline || open.every(({ isClosed }) => isClosed);
		await this.#watch.until(isOver, new AbortController().signal);
	}

	#ended({ measuredAtMs, before, now, interruptedAtMs, start, cutOffBy }: Ending): NodeMeasurement {
		const { nodes, resolver } = this.#settings;
		const flights = new Map(this.#flights.map((flight) => [flight.node, flight]));
		const isInterrupted = interruptedAtMs !== undefined;
		const outcome = (node: string) =>
			outcomeOf(flights.get(node) as ProbeFlight, {
				node: now.get(node),
				resolver,
				isInterrupted,
				cutOff: cutOffBy?.message,
				...(start === undefined ? {} : { lateAfterMs: measuredAtMs, clock: this.#clock }),
			});
		return {
			measuredAtMs: Math.round(measuredAtMs),
			nodes: new Map(nodes.map((node) => [node, outcome(node)])),
			joined: [...now.keys()].filter((name) => !before.has(name)),
			...(isInterrupted ? { interruptedAtMs: Math.round(interruptedAtMs) } : {}),
			...(cutOffBy === undefined ? {} : { cutOffBy }),
		};
	}
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
