import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { linkWatchLabels, nodeConfigNamespace } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { leaveNamespace } from "../change/operation-namespace.ts";
import { Pace } from "../measure-nodes/pace.ts";

const perSecond = 50;
const atOnce = 6;
const namespace = nodeConfigNamespace;
const space: ObjectRef = { apiVersion: "v1", kind: "Namespace", name: namespace };

/**
 * Removes the pods and ConfigMaps of watches of links, those of one run or of all, and then their namespace where an
 * operation had made it and no other pod is in it: somebody else may be asking or changing nodes.
 *
 * @returns what was there, and is removed
 */
export async function removeLinkWatches(
	cluster: Cluster,
	onChange: OnChange,
	run?: string,
): Promise<ObjectRef[]> {
	const there = await cluster.read(space).catch((error: unknown) => {
		// Who may not look there has watched nothing either.
		if (error instanceof LocaldnsError && error.code === "LDNS604") return undefined;
		throw error;
	});
	if (there === undefined) return [];
	const found = [
		...(await listed(cluster, "Pod", "pods", linkWatchSelector(run))),
		...(await listed(cluster, "ConfigMap", "configmaps", linkWatchSelector(run))),
	];
	await new Pace(perSecond).each(found, atOnce, async (ref) => {
		await cluster.delete(ref);
	});
	const gone = new Set(found.map(({ name }) => name));
	const isGone = await leaveNamespace(cluster, namespace, gone, onChange);
	return [...found, ...(isGone ? [space] : [])];
}

/** Of the watches of one run, or of all. */
export const linkWatchSelector = (run?: string): string =>
	Object.entries(linkWatchLabels(run))
		.map(([key, value]) => `${key}=${value}`)
		.join(",");

const listed = (cluster: Cluster, kind: string, path: string, selector: string): Promise<ObjectRef[]> =>
	cluster.list(
		`/api/v1/namespaces/${namespace}/${path}?labelSelector=${encodeURIComponent(selector)}`,
		({ metadata }: ApiObject) => ({ apiVersion: "v1", kind, namespace, name: metadata?.name ?? "" }),
	);
