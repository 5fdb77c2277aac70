import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { cacheName, type KubernetesObject } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { RemovalPlan } from "../../removal.ts";
import { type Patience, waitGone, waitUntil } from "./wait-gone.ts";

export interface RemoveSettings extends Patience {
	readonly namespace: string;
	/** The shape of the DaemonSet that takes the address down when it ends; undefined where it has that shape. */
	readonly teardownOf: (daemonSet: ApiObject) => KubernetesObject | undefined;
	/** Nodes whose pods cannot be reached: neither rolled nor waited for. */
	readonly unready: readonly string[];
	/** Goes on where pods do not take the teardown shape, so that an address may stay on a node. */
	readonly force: boolean;
	/** For so long it may happen that no further pod takes the teardown shape. @default timeoutMs */
	readonly stallMs?: number;
	/** Aborted: nothing further is deleted. */
	readonly signal: AbortSignal;
}

/** What was deleted. `isWhole` is false after an interruption. */
export interface Removal {
	readonly deleted: readonly ObjectRef[];
	readonly isWhole: boolean;
	/** Pods that did not take the teardown shape, so that the address may be left on their nodes. */
	readonly untorn: number;
}

/**
 * Rolls the cache into the shape that takes its address along, then deletes object by object, each gone before the next.
 * Interrupted anywhere, the same call goes on from what is there.
 *
 * @throws LocaldnsError LDNS742 an object that does not go, LDNS743 a cache that does not take the teardown shape
 */
export async function removeInstall(
	cluster: Cluster,
	{ remove }: RemovalPlan,
	settings: RemoveSettings,
): Promise<Removal> {
	const { onChange, signal } = settings;
	const deleted: ObjectRef[] = [];
	const daemonSet = remove.find(({ ref }) => isCache(ref, settings.namespace));
	const untorn =
		daemonSet === undefined || signal.aborted ? 0 : await rollForTeardown(cluster, daemonSet.ref, settings);
	for (const { ref, uid } of remove) {
		if (signal.aborted) return { deleted, isWhole: false, untorn };
		onChange({ event: "object", change: "deleted", ref });
		await cluster.delete(ref, uid);
		await waitGone(cluster, ref, uid, settings);
		if (isCache(ref, settings.namespace)) await podsGone(cluster, settings);
		deleted.push(ref);
	}
	return { deleted, isWhole: true, untorn };
}

const isCache = (ref: ObjectRef, namespace: string): boolean =>
	ref.kind === "DaemonSet" && ref.name === cacheName && ref.namespace === namespace;

interface RolloutFacts {
	readonly metadata?: { readonly generation?: number };
	readonly status?: {
		readonly observedGeneration?: number;
		readonly desiredNumberScheduled?: number;
		readonly updatedNumberScheduled?: number;
		readonly numberAvailable?: number;
	};
}

/** @returns how many pods did not take the shape */
async function rollForTeardown(cluster: Cluster, ref: ObjectRef, settings: RemoveSettings): Promise<number> {
	const { onChange, teardownOf, force, stallMs: timeoutMs = settings.timeoutMs } = settings;
	const live = await cluster.read(ref);
	if (live === undefined || "deletionTimestamp" in (live.metadata ?? {})) return 0;
	// Pods that never got so far have set up nothing, and would not take the other shape either.
	const { hasRun, outOfReach } = await podsBefore(cluster, settings);
	if (!hasRun) return 0;
	const wanted = teardownOf(live);
	onChange({ event: "step", text: "roll the cache so that its address goes with it" });
	if (wanted !== undefined) {
		onChange({ event: "object", change: "updated", ref });
		// Fields of whoever applied it are taken: the object is to go.
		await cluster.apply(wanted, { force: true });
	}
	let far = 0;
	let before: number | undefined;
	const isRolled = async (): Promise<boolean> => {
		const { metadata, status = {} } = ((await cluster.read(ref)) ?? {}) as RolloutFacts;
		// Gone meanwhile: nothing to roll.
		if (metadata === undefined) return true;
		const { desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0 } = status;
		const reachable = Math.max(0, desired - outOfReach);
		far = Math.max(0, reachable - Math.min(updated, status.numberAvailable ?? 0));
		before ??= far;
		return (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) && far === 0;
	};
	// Thousands of pods take longer than one that does not come.
	do {
		before = undefined;
		if (await waitUntil("the cache's pods to be made anew", { ...settings, timeoutMs }, isRolled)) return 0;
	} while (far < (before ?? 0));
	const text = `${far} of the cache's pods did not take the shape that takes the address down`;
	if (!force) throw new LocaldnsError("LDNS743", text);
	onChange({ event: "warning", text: `${text}; --force goes on, and the address may stay on their nodes` });
	return far;
}

/** Whether a container of any of the cache's pods was ever started, and how many are on nodes that do not report. */
async function podsBefore(
	cluster: Cluster,
	{ namespace, unready }: RemoveSettings,
): Promise<{ readonly hasRun: boolean; readonly outOfReach: number }> {
	const isUnready = new Set(unready);
	const pods = await cluster.list(podsOf(namespace), (pod) => {
		const { spec = {}, status = {} } = pod as PodFacts;
		const { containerStatuses = [], initContainerStatuses = [] } = status;
		const hasRun = [...initContainerStatuses, ...containerStatuses].some(
			({ state = {}, lastState = {}, restartCount = 0 }) =>
				restartCount > 0 || "terminated" in lastState || "running" in state || "terminated" in state,
		);
		return { hasRun, node: spec.nodeName ?? "" };
	});
	const nodes = new Set(pods.flatMap(({ node }) => (isUnready.has(node) ? [node] : [])));
	return { hasRun: pods.some(({ hasRun }) => hasRun), outOfReach: nodes.size };
}

interface PodFacts {
	readonly spec?: { readonly nodeName?: string };
	readonly status?: {
		readonly containerStatuses?: readonly ContainerFacts[];
		readonly initContainerStatuses?: readonly ContainerFacts[];
	};
}

interface ContainerFacts {
	readonly state?: object;
	readonly lastState?: object;
	readonly restartCount?: number;
}

const podsOf = (namespace: string): string =>
	`/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(`k8s-app=${cacheName}`)}`;

/** The API forgets a DaemonSet before its pods have ended, and a pod takes the address down as it ends. */
async function podsGone(cluster: Cluster, settings: RemoveSettings): Promise<void> {
	const { namespace, unready } = settings;
	let still: readonly string[] = [];
	const isGone = await waitUntil("the cache's pods to end", settings, async () => {
		still = await cluster.list(podsOf(namespace), (pod) => {
			const { spec, metadata } = pod as { spec?: { nodeName?: string }; metadata?: { name?: string } };
			return unready.includes(spec?.nodeName ?? "") ? undefined : metadata?.name;
		});
		return still.length === 0;
	});
	if (isGone) return;
	throw new LocaldnsError(
		"LDNS742",
		`pods of the cache were deleted and are still there: ${still.join(", ")}`,
		{
			hint: `kubectl -n ${namespace} describe pods -l k8s-app=${cacheName}`,
		},
	);
}
