import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { type ApiObject, parseLinkLog, unwatched, watchedLink } from "@localdns/core/cluster";
import {
	type KubernetesObject,
	type LinkWatchSettings as LinkWatchObjects,
	linkWatchPods,
	nodeConfigNamespace,
} from "@localdns/core/manifests";
import type { NodeLink, RunMark } from "@localdns/core/report";
import { readPodState } from "@localdns/core/verification";
import type { Cluster } from "../../ports/cluster.ts";
import { haveNamespace } from "../change/operation-namespace.ts";
import { createObject } from "../create-object.ts";
import { ClusterClock } from "../measure-nodes/cluster-clock.ts";
import type { MeasuredCluster, MeasurementEvent } from "../measure-nodes/contract.ts";
import { asNotes } from "../measure-nodes/measurement-lock.ts";
import { atOnce, perSecond } from "../measure-nodes/measurement-pace.ts";
import { Pace } from "../measure-nodes/pace.ts";
import { linkWatchSelector, removeLinkWatches } from "./remove-link-watches.ts";

/** Whose links are watched, and whom they lead to. */
export interface LinkWatchSettings extends LinkWatchObjects {
	/** Ends the waiting until all watch; `stop` is needed all the same. */
	readonly signal?: AbortSignal;
	readonly onEvent: (event: MeasurementEvent) => void;
	/** For an image to be pulled on the slowest node. @default 90000 */
	readonly startPatienceMs?: number;
}

/** The measured part, by this machine's clock. */
interface MeasuredPart {
	/** ms since 1970. */
	readonly atMs: number;
	readonly durationMs: number;
}

/** What was seen, by node, with what happened meanwhile. */
export interface WatchedLinks {
	/** Of every node that was to be watched; one that was not says why. */
	readonly links: ReadonlyMap<string, NodeLink>;
	readonly marks: readonly RunMark[];
}

/** A watch that goes on. */
export interface LinkWatch {
	/**
	 * When all nodes watch, or the time for that is over: what concerns one node is told at the end. Rejected with LDNS463,
	 * LDNS601–LDNS607, LDNS702 or LDNS742 where nothing can be begun.
	 */
	readonly ready: Promise<void>;
	/**
	 * Reads what was seen, and removes everything. Called twice, the first call counts.
	 * @param measured undefined: nothing was measured, so nothing is read
	 */
	stop(measured?: MeasuredPart): Promise<WatchedLinks>;
}

const startPatienceMs = 90_000;
/** Pods that one list may name for each second until the next. */
const podsPerSecond = 200;
/** An hour of ten targets, twice. */
const mostLogBytes = 2 * 1024 * 1024;
const readings = 2;
const betweenReadingsMs = 2000;

/** What a difference of clocks has to be to be named: starts are told in whole seconds. */
const apartMs = 2000;

/** A pod on a node. */
interface Post {
	readonly node: string;
	readonly pod: string;
	/** Before it was made, ms since 1970 by this machine's clock. */
	madeAtMs: number;
	/** Its container's start by the node's clock, and when that was seen by this machine's. */
	started?: { readonly atMs: number; readonly seenAtMs: number };
	/** Why nothing is to be expected of it. */
	because?: string;
	/** What it waited for when it was listed last. */
	waits?: string;
}

/**
 * Has a pod on each node watch the ways from it while something is measured (`--link-info`): not root, and in a
 * namespace of the Pod Security Standard *privileged*, because tailscaled's socket is a folder of the node. Two requests
 * a node, one list a second until all watch, and one log a node at the end.
 */
export function watchLinks(clusters: MeasuredCluster, settings: LinkWatchSettings): LinkWatch {
	const watch = new Watch(clusters, settings);
	const ready = watch.begin();
	// Whoever does not wait for it hears of it from what is missing.
	ready.catch(() => {});
	let stopped: Promise<WatchedLinks> | undefined;
	return {
		ready,
		stop: (measured) => {
			stopped ??= watch.end(ready, measured);
			return stopped;
		},
	};
}

class Watch {
	readonly #cluster: Cluster;
	readonly #patient: Cluster;
	readonly #settings: LinkWatchSettings;
	readonly #clock = new ClusterClock();
	readonly #pace = new Pace(perSecond);
	readonly #posts = new Map<string, Post>();
	#isEnding = false;

	constructor({ cluster, patient }: MeasuredCluster, settings: LinkWatchSettings) {
		this.#cluster = cluster;
		this.#patient = patient;
		this.#settings = settings;
	}

	get #isOver(): boolean {
		return this.#isEnding || this.#settings.signal?.aborted === true;
	}

	async begin(): Promise<void> {
		const { nodes, onEvent, startPatienceMs: patienceMs = startPatienceMs } = this.#settings;
		const [carrier, ...pods] = linkWatchPods(this.#settings) as [KubernetesObject, ...KubernetesObject[]];
		onEvent({ type: "phase", text: `watch the links of ${nodes.length} nodes` });
		await haveNamespace(this.#patient, nodeConfigNamespace, "privileged", asNotes(onEvent));
		await this.#patient.create(carrier);
		const begunAt = performance.now();
		const all = pods.map((pod, index) => ({ pod, node: nodes[index] as string }));
		await this.#pace.each(all, atOnce, async ({ pod, node }) => {
			if (this.#isOver) return;
			const post: Post = { node, pod: pod.metadata.name, madeAtMs: Date.now() };
			const created = await createObject(this.#patient, pod, begunAt);
			if (typeof created === "string") post.because = `its watch was refused: ${created}`;
			else this.#clock.take(created, post.madeAtMs, Date.now());
			this.#posts.set(post.pod, post);
		});
		const deadline = performance.now() + patienceMs;
		const everyMs = Math.max(1000, (nodes.length / podsPerSecond) * 1000);
		const isWaitedFor = ({ started, because }: Post) => started === undefined && because === undefined;
		while (!this.#isOver && [...this.#posts.values()].some(isWaitedFor)) {
			await sleep(everyMs);
			await this.#look();
			if (performance.now() > deadline) break;
		}
		const late = [...this.#posts.values()].filter(isWaitedFor);
		const [first] = late;
		if (first !== undefined && !this.#isOver)
			onEvent({
				type: "note",
				text: `the links of ${late.length} nodes are not watched yet, ${first.node} among them`,
			});
	}

	/** Begins each pod's account anew from how it is listed now. */
	async #look(): Promise<void> {
		const selector = encodeURIComponent(linkWatchSelector(this.#settings.run));
		const path = `/api/v1/namespaces/${nodeConfigNamespace}/pods?labelSelector=${selector}`;
		const seenAtMs = Date.now();
		await this.#patient.list(path, (object): undefined => {
			const post = this.#posts.get(object.metadata?.name ?? "");
			if (post === undefined) return;
			const state = readPodState(object);
			const atMs = startedAt(object);
			if (atMs !== undefined) post.started ??= { atMs, seenAtMs };
			if (state.is === "turned-away") post.because = `its watch was turned away: ${state.text}`;
			else if (state.is === "ended") post.because = `its watch ended (${state.exit})`;
			else if (state.is === "waiting") {
				post.waits = `its watch waits: ${state.text}`;
				if (state.why === "image-never") post.because = post.waits;
			}
		});
	}

	async end(ready: Promise<void>, measured: MeasuredPart | undefined): Promise<WatchedLinks> {
		this.#isEnding = true;
		const { onEvent, run } = this.#settings;
		await ready.catch(() => {});
		// What was measured beside it is lost neither to what cannot be read nor to what cannot be removed.
		const trouble = (error: unknown): string => {
			if (!(error instanceof LocaldnsError)) throw error;
			return error.message;
		};
		try {
			return measured === undefined ? { links: new Map(), marks: [] } : await this.#read(measured);
		} catch (error) {
			const unread = unwatched(`its watch could not be read: ${trouble(error)}`);
			return { links: new Map(this.#settings.nodes.map((node) => [node, unread])), marks: [] };
		} finally {
			await removeLinkWatches(this.#patient, asNotes(onEvent), run).catch((error: unknown) => {
				const text = `watches of links could not be removed (${trouble(error)}); later: localdns bench cleanup`;
				onEvent({ type: "left", what: `link watches in namespace ${nodeConfigNamespace}`, text });
			});
		}
	}

	async #read({ atMs, durationMs }: MeasuredPart): Promise<WatchedLinks> {
		const { nodes, targets, onEvent } = this.#settings;
		onEvent({ type: "phase", text: `read what was seen of the links of ${nodes.length} nodes` });
		await this.#look();
		const seen = new Map<string, NodeLink>();
		const marks: RunMark[] = [];
		// The probes began by the cluster's clock, as the pods here tell the time.
		const beginMs = atMs + this.#clock.aheadMs;
		await this.#pace.each(this.#posts.values(), atOnce, async (post) => {
			const { node } = post;
			const others = targets.filter((target) => target.node !== node).map((target) => target.node);
			const text = await this.#logOf(post);
			const log = parseLinkLog(text ?? "");
			if (log.lines.length === 0) {
				seen.set(node, unwatched(post.because ?? log.complaint ?? "its watch said nothing"));
				return;
			}
			const { link, marks: seenOf } = watchedLink(log, { node, targets: others, beginMs, durationMs });
			const reason = [link.reason, post.because].filter((each) => each !== undefined).join("; ");
			seen.set(node, { ...link, ...(reason === "" ? {} : { reason }) });
			marks.push(...seenOf, ...this.#clockOf(post));
		});
		const nothing = unwatched("its watch was not begun");
		return { links: new Map(nodes.map((node) => [node, seen.get(node) ?? nothing])), marks };
	}

	/** A kubelet that does not answer is asked twice. */
	async #logOf(post: Post): Promise<string | undefined> {
		if (post.started === undefined) {
			post.because ??= post.waits ?? "its watch has not begun";
			return undefined;
		}
		for (let reading = 1; ; reading += 1) {
			try {
				return await this.#cluster.log(nodeConfigNamespace, post.pod, mostLogBytes);
			} catch (error) {
				if (!(error instanceof LocaldnsError)) throw error;
				if (reading < readings) {
					await sleep(betweenReadingsMs);
					continue;
				}
				post.because ??= `the log of its watch could not be read: ${error.reason ?? error.message}`;
				return undefined;
			}
		}
	}

	/** Names a clock that is wrong for sure; its times are left as they are. */
	#clockOf({ node, madeAtMs, started }: Post): RunMark[] {
		if (started === undefined) return [];
		const ms = this.#clock.aheadOfCluster(started.atMs, madeAtMs, started.seenAtMs);
		if (Math.abs(ms) <= apartMs) return [];
		const way = ms > 0 ? "ahead of" : "behind";
		const text = `its clock is at least ${(Math.abs(ms) / 1000).toFixed(1)} s ${way} the cluster's, and so are the times of its link`;
		return [{ atMs: 0, node, kind: "clock", text }];
	}
}

function startedAt(object: ApiObject): number | undefined {
	const { status } = object as { readonly status?: { readonly containerStatuses?: readonly Container[] } };
	const { running, terminated } = status?.containerStatuses?.[0]?.state ?? {};
	const atMs = Date.parse((running ?? terminated)?.startedAt ?? "");
	return Number.isNaN(atMs) ? undefined : atMs;
}

interface Container {
	readonly state?: Partial<Record<"running" | "terminated", { readonly startedAt?: string }>>;
}
