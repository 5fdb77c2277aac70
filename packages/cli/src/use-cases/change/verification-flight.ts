import { LocaldnsError } from "@localdns/core";
import { readNode } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import { refOf } from "@localdns/core/plan";
import type { PodState, WaitingFor } from "@localdns/core/verification";
import type { Cluster } from "../../ports/cluster.ts";
import type { NodeVerdict, VerificationAim } from "../../ports/verification.ts";
import {
	interruptedError,
	type NodeReport,
	stuckError,
	unknownFor,
	verdictOf,
} from "./verification-verdict.ts";

/** How long pods are waited for. */
export interface FlightPatience {
	/** From the making of a pod until its container runs. */
	readonly startMs: number;
	/** From then until it has ended; its program takes 20 s at most. */
	readonly endMs: number;
}

/** A fresh pod is tried twice where the node or someone else took the first one away. */
const mostPods = 2;
/** The service account of a namespace that was just made is there a moment later. */
const accountWithinMs = 20_000;

/** One node's pod, from its making to the verdict. */
export class VerificationFlight {
	readonly node: string;
	readonly #cluster: Cluster;
	readonly #aim: VerificationAim;
	readonly #patience: FlightPatience;
	readonly #nextPod: () => KubernetesObject;
	readonly #begunAt = performance.now();
	#pod: KubernetesObject | undefined;
	#pods = 0;
	#madeAt = 0;
	#runningSince: number | undefined;

	constructor(
		node: string,
		nextPod: () => KubernetesObject,
		{ cluster, aim, patience }: { cluster: Cluster; aim: VerificationAim; patience: FlightPatience },
	) {
		this.node = node;
		this.#nextPod = nextPod;
		this.#cluster = cluster;
		this.#aim = aim;
		this.#patience = patience;
	}

	/**
	 * Makes the pod where there is none yet, or looks at how far it is. The pod is deleted before a verdict is given.
	 *
	 * @param states of the namespace's pods by name
	 * @returns undefined as long as nothing can be said
	 * @throws LocaldnsError about the whole cluster only
	 */
	async step(states: ReadonlyMap<string, PodState>): Promise<NodeVerdict | undefined> {
		if (this.#pod === undefined) return await this.#make();
		const state = states.get(this.#pod.metadata.name) ?? { is: "turned-away", text: "it was deleted" };
		const verdict = await this.#judge(state);
		if (verdict !== undefined) await this.#remove();
		return verdict;
	}

	/** Gives up without a verdict of the node's own. */
	async abandon(): Promise<NodeVerdict> {
		await this.#remove();
		return unknownFor(this.node, interruptedError(this.node));
	}

	async #make(): Promise<NodeVerdict | undefined> {
		const pod = this.#nextPod();
		try {
			await this.#cluster.create(pod);
		} catch (error) {
			const isOfThisPod =
				error instanceof LocaldnsError && ["LDNS604", "LDNS702", "LDNS703"].includes(error.code);
			if (!isOfThisPod) throw error;
			const tooEarly = /service ?account/i.test(`${error.message} ${error.reason}`);
			if (tooEarly && performance.now() - this.#begunAt < accountWithinMs) return undefined;
			return unknownFor(this.node, error);
		}
		this.#pod = pod;
		this.#pods += 1;
		this.#madeAt = performance.now();
		this.#runningSince = undefined;
		return undefined;
	}

	async #judge(state: PodState): Promise<NodeVerdict | undefined> {
		switch (state.is) {
			case "ended":
				return (
					verdictOf(this.node, state.message, this.#aim) ??
					(await this.#again(`it left no result (${state.exit}): ${state.message.trim().slice(-300)}`))
				);
			case "turned-away":
				return await this.#again(state.text);
			case "running":
				this.#runningSince ??= performance.now();
				if (performance.now() - this.#runningSince < this.#patience.endMs) return undefined;
				return await this.#stuck("running", "its program runs, and says nothing");
			case "waiting": {
				const isOver = performance.now() - this.#madeAt >= this.#patience.startMs;
				if (!isOver && state.why !== "image-never") return undefined;
				return await this.#stuck(state.why, state.text);
			}
		}
	}

	/** Another pod, or the verdict that there is no use in it. */
	async #again(text: string): Promise<NodeVerdict | undefined> {
		if (this.#pods === mostPods) {
			const error = new LocaldnsError(
				"LDNS734",
				`${mostPods} pods of the verification ended early on ${this.node}`,
				{
					reason: text,
					hint: `kubectl describe node ${this.node}`,
				},
			);
			return unknownFor(this.node, error);
		}
		await this.#remove();
		this.#pod = undefined;
		return undefined;
	}

	async #stuck(why: WaitingFor | "running", text: string): Promise<NodeVerdict> {
		return unknownFor(this.node, stuckError(this.node, why, text, await this.#nodeReport()));
	}

	async #nodeReport(): Promise<NodeReport> {
		const object = await this.#cluster.get(`/api/v1/nodes/${this.node}`);
		if (object === undefined) return "absent";
		const { notReady } = readNode(object, () => false);
		return notReady === undefined ? "ready" : { notReady };
	}

	async #remove(): Promise<void> {
		if (this.#pod !== undefined) await this.#cluster.delete(refOf(this.#pod));
	}
}
