import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import {
	type ImageSettings,
	type KubernetesObject,
	verificationConfigMaps,
	verificationLabels,
	verificationPod,
	verifyNamespace,
} from "@localdns/core/manifests";
import {
	type PodState,
	readPodState,
	type VerificationPlan,
	type VerificationQuestion,
} from "@localdns/core/verification";
import type { Cluster } from "../../ports/cluster.ts";
import type { NodeVerdict, Verification, VerificationAim } from "../../ports/verification.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { haveNamespace, removeNamespace } from "./operation-namespace.ts";
import { type FlightPatience, VerificationFlight } from "./verification-flight.ts";
import { questionsOf } from "./verification-questions.ts";
import { waitUntil } from "./wait-gone.ts";

/** What a verification needs to know of its cluster. */
export interface VerificationSettings {
	/** Of this run: makes names of pods fresh. Up to 12 of a-z and 0-9. */
	readonly run: string;
	/** The bundled lookup program, dist/lookup.mjs. */
	readonly program: string;
	/** Such as `cluster.local`. */
	readonly clusterDomain: string;
	/** The cluster DNS to compare with; in mode intercept its second Service, because the first one's address is the cache's. */
	readonly clusterDns: readonly string[];
	/** One name of the outside world. @default none is asked */
	readonly externalName?: string | undefined;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
	/** Time that a pod has to start. @default 60000 */
	readonly startPatienceMs?: number;
	readonly onChange: OnChange;
}

/** Pods at a time. */
const mostInFlight = 50;
const pollMs = 1000;
/** A program that takes 20 s at most, and a kubelet that reports every few seconds on a slow link. */
const endPatienceMs = 45_000;
const goneWithinMs = 60_000;

/**
 * Fresh pods that ask names on nodes (docs/guides/verification.md). Two requests per node, one list of their namespace
 * per second, and one more for a node whose pod gets nowhere.
 */
export function openVerification(cluster: Cluster, settings: VerificationSettings): Verification {
	const { run, program, clusterDomain, clusterDns, images = {}, onChange } = settings;
	const patience: FlightPatience = { startMs: settings.startPatienceMs ?? 60_000, endMs: endPatienceMs };
	// Where this command is killed: a while after it would have given up.
	const deadlineSeconds = Math.ceil((patience.startMs + patience.endMs) / 1000) + 15;
	let questions: readonly VerificationQuestion[] = [];
	let pods = 0;
	/** ConfigMaps that are there already: nodes are turned one by one, each with a verification of its own. */
	const carried = new Set<string>();

	function flightsFor(
		aim: VerificationAim,
		plan: VerificationPlan,
		configMaps: ReturnType<typeof verificationConfigMaps>,
	) {
		return (node: string): VerificationFlight => {
			const nextPod = (): KubernetesObject => {
				pods += 1;
				const suffix = `${run}-${pods}`;
				return verificationPod({ node, plan, configMaps, suffix, clusterDomain, deadlineSeconds, images });
			};
			return new VerificationFlight(node, nextPod, { cluster, aim, patience });
		};
	}

	return {
		async open() {
			await haveNamespace(cluster, verifyNamespace, "restricted", onChange);
			questions = await questionsOf(cluster, settings);
		},
		async verify(nodes, aim, signal) {
			const plan: VerificationPlan = { kind: "VerificationPlan", ...aim, reference: clusterDns, questions };
			const configMaps = verificationConfigMaps(program, plan);
			for (const map of Object.values(configMaps)) {
				if (carried.has(map.metadata.name)) continue;
				await cluster.create(map);
				carried.add(map.metadata.name);
			}
			return await fly(nodes, flightsFor(aim, plan, configMaps), cluster, { signal, onChange });
		},
		async close() {
			if (await removeNamespace(cluster, verifyNamespace, onChange)) return;
			await removeObjects(cluster, onChange);
		},
	};
}

/** Keeps as many pods in flight as may be, and looks at all of them at once. */
async function fly(
	nodes: readonly string[],
	flightFor: (node: string) => VerificationFlight,
	cluster: Cluster,
	{ signal, onChange }: { readonly signal: AbortSignal | undefined; readonly onChange: OnChange },
): Promise<readonly NodeVerdict[]> {
	const waiting = [...new Set(nodes)];
	const verdicts = new Map<string, NodeVerdict>();
	let flights: VerificationFlight[] = [];
	let states: ReadonlyMap<string, PodState> = new Map();
	const keep = (verdict: NodeVerdict) => verdicts.set(verdict.node, verdict);
	for (;;) {
		if (signal?.aborted === true) {
			for (const flight of [...flights, ...waiting.map(flightFor)]) keep(await flight.abandon());
			break;
		}
		flights.push(...waiting.splice(0, mostInFlight - flights.length).map(flightFor));
		const looked = await Promise.all(
			flights.map(async (flight) => ({ flight, verdict: await flight.step(states) })),
		);
		for (const { verdict } of looked) if (verdict !== undefined) keep(verdict);
		const finished = looked.some(({ verdict }) => verdict !== undefined);
		flights = looked.flatMap(({ flight, verdict }) => (verdict === undefined ? [flight] : []));
		if (flights.length === 0 && waiting.length === 0) break;
		if (finished || states.size === 0) tell(verdicts, nodes, onChange);
		await sleep(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => {});
		states = await statesOf(cluster);
	}
	return nodes.map((node) => verdicts.get(node) as NodeVerdict);
}

function tell(
	verdicts: ReadonlyMap<string, NodeVerdict>,
	nodes: readonly string[],
	onChange: OnChange,
): void {
	onChange({
		event: "waiting",
		text: "names to be asked from fresh pods",
		done: verdicts.size,
		of: nodes.length,
		missing: nodes.filter((node) => !verdicts.has(node)),
	});
}

const selector = Object.entries(verificationLabels)
	.map(([key, value]) => `${key}=${value}`)
	.join(",");
const listOf = (plural: string): string =>
	`/api/v1/namespaces/${verifyNamespace}/${plural}?labelSelector=${encodeURIComponent(selector)}`;

async function statesOf(cluster: Cluster): Promise<ReadonlyMap<string, PodState>> {
	const states = await cluster.list(listOf("pods"), (pod): [string, PodState] => [
		nameIn(pod),
		readPodState(pod),
	]);
	return new Map(states);
}

const nameIn = ({ metadata }: ApiObject): string => metadata?.name ?? "";

/** In a namespace that was there before: this run's objects, and those of runs that were killed. */
async function removeObjects(cluster: Cluster, onChange: OnChange): Promise<void> {
	const kinds = { pods: "Pod", configmaps: "ConfigMap" };
	const left = async () =>
		(
			await Promise.all(
				Object.entries(kinds).map(([plural, kind]) =>
					cluster.list(listOf(plural), (object) => ({
						apiVersion: "v1",
						kind,
						namespace: verifyNamespace,
						name: nameIn(object),
					})),
				),
			)
		).flat();
	for (const ref of await left()) await cluster.delete(ref);
	const isGone = await waitUntil(
		`the pods of ${verifyNamespace} to be gone`,
		{ timeoutMs: goneWithinMs, onChange },
		async () => (await left()).length === 0,
	);
	if (!isGone) throw new LocaldnsError("LDNS737", `${verifyNamespace} still has objects of the verification`);
}
