import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import {
	benchLockName,
	benchNamespaceLabel,
	linkWatchLabels,
	nodeConfigNamespace,
} from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { leaveNamespace } from "../change/operation-namespace.ts";
import { atOnce, removedPerSecond } from "../measure-nodes/measurement-pace.ts";
import { Pace } from "../measure-nodes/pace.ts";

const namespace = nodeConfigNamespace;
const space: ObjectRef = { apiVersion: "v1", kind: "Namespace", name: namespace };

/**
 * Removes the pods and ConfigMaps of a run's watches of links, and then their namespace where an operation had made it
 * and no other pod is in it: somebody else may be asking or changing nodes.
 */
export async function removeLinkWatches(cluster: Cluster, onChange: OnChange, run: string): Promise<void> {
	if (await isThere(cluster)) await remove(cluster, onChange, await listed(cluster, run));
}

export interface LinkCleanUp {
	/** Whose bench is over for sure. */
	readonly benchNamespace: string;
	/** Takes those of benches that may go on as well. */
	readonly force: boolean;
	readonly onChange: OnChange;
}

/** What a cleaning up of watches has found. */
export interface CleanedLinks {
	readonly removed: readonly ObjectRef[];
	/** Namespaces of benches that may go on, whose watches are left alone. */
	readonly spared: readonly string[];
}

/**
 * Removes the watches that killed benches have left, whichever runs they were. Those of a bench in another namespace are
 * spared as long as its lock is there: a killed one's goes with `bench cleanup` of that namespace.
 */
export async function cleanUpLinkWatches(
	cluster: Cluster,
	{ benchNamespace, force, onChange }: LinkCleanUp,
): Promise<CleanedLinks> {
	if (!(await isThere(cluster))) return { removed: [], spared: [] };
	const found = await listed(cluster);
	const others = new Set(found.flatMap(({ bench }) => bench ?? []));
	others.delete(benchNamespace);
	const spared: string[] = [];
	if (!force) for (const other of others) if (await mayGoOn(cluster, other)) spared.push(other);
	const left = found.filter(({ bench = benchNamespace }) => !spared.includes(bench));
	return { removed: await remove(cluster, onChange, left, spared.length > 0), spared };
}

async function isThere(cluster: Cluster): Promise<boolean> {
	try {
		return (await cluster.read(space)) !== undefined;
	} catch (error) {
		// Who may not look there has watched nothing either.
		if (error instanceof LocaldnsError && error.code === "LDNS604") return false;
		throw error;
	}
}

/** Whether a bench in this namespace has its lock, or nobody may say. */
async function mayGoOn(cluster: Cluster, benchNamespace: string): Promise<boolean> {
	const lock = { apiVersion: "coordination.k8s.io/v1", kind: "Lease" };
	try {
		return (await cluster.read({ ...lock, namespace: benchNamespace, name: benchLockName })) !== undefined;
	} catch (error) {
		if (error instanceof LocaldnsError && error.code === "LDNS604") return true;
		throw error;
	}
}

/** @returns what was there, and is removed */
async function remove(
	cluster: Cluster,
	onChange: OnChange,
	found: readonly FoundWatch[],
	keepsNamespace = false,
): Promise<ObjectRef[]> {
	const refs = found.map(({ ref }) => ref);
	await new Pace(removedPerSecond).each(refs, atOnce, async (ref) => {
		await cluster.delete(ref);
	});
	if (keepsNamespace) return refs;
	const gone = new Set(refs.map(({ name }) => name));
	const isGone = await leaveNamespace(cluster, namespace, gone, onChange);
	return [...refs, ...(isGone ? [space] : [])];
}

/** Of the watches of one run, or of all. */
export const linkWatchSelector = (run?: string): string =>
	Object.entries(linkWatchLabels(run))
		.map(([key, value]) => `${key}=${value}`)
		.join(",");

/** An object of a watch. */
interface FoundWatch {
	readonly ref: ObjectRef;
	/** Namespace of its bench; undefined where it does not say. */
	readonly bench: string | undefined;
}

async function listed(cluster: Cluster, run?: string): Promise<FoundWatch[]> {
	const selector = encodeURIComponent(linkWatchSelector(run));
	const of = (kind: string, path: string): Promise<FoundWatch[]> =>
		cluster.list(
			`/api/v1/namespaces/${namespace}/${path}?labelSelector=${selector}`,
			({ metadata }: ApiObject) => ({
				ref: { apiVersion: "v1", kind, namespace, name: metadata?.name ?? "" },
				bench: metadata?.labels?.[benchNamespaceLabel],
			}),
		);
	return [...(await of("Pod", "pods")), ...(await of("ConfigMap", "configmaps"))];
}
