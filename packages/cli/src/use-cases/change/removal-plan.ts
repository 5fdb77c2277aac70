import type { ApiObject } from "@localdns/core/cluster";
import {
	cacheName,
	type Inventory,
	inventoryName,
	type KubernetesObject,
	nodeRecordsName,
	upstreamServiceName,
} from "@localdns/core/manifests";
import { inventoryRefs, type ObjectRef, refOf, refText } from "@localdns/core/plan";
import type { RemovalPlan } from "../../removal.ts";

/** The two ConfigMaps that localdns remembers by, last to go: as long as they are there, uninstall can go on. */
export const memoryRefs = (namespace: string): readonly ObjectRef[] =>
	[nodeRecordsName, inventoryName].map((name) => ({ apiVersion: "v1", kind: "ConfigMap", namespace, name }));

/** Names of the cache's objects in apply order, looked for where the list of an installation is gone or does not read. */
export const usualObjects = (namespace: string): readonly KubernetesObject[] =>
	(
		[
			["v1", "ServiceAccount", cacheName],
			["v1", "Service", upstreamServiceName],
			["v1", "Service", cacheName],
			["v1", "ConfigMap", cacheName],
			["apps/v1", "DaemonSet", cacheName],
		] as const
	).map(([apiVersion, kind, name]) => ({ apiVersion, kind, metadata: { namespace, name } }));

/**
 * What is deleted, in which order, and what is left.
 *
 * @param live what is there of the inventory's objects, or the usual ones without it, and of both memories, by `refText`
 */
export function planRemoval(
	inventory: Inventory | undefined,
	namespace: string,
	live: ReadonlyMap<string, ApiObject>,
): RemovalPlan {
	const memory = memoryRefs(namespace);
	const isMemory = (ref: ObjectRef) => memory.some((each) => refText(each) === refText(ref));
	const listed = inventory === undefined ? usualObjects(namespace).map(refOf) : inventoryRefs(inventory);
	const cache = listed.filter((ref) => !isMemory(ref));
	const there = [...cache.toReversed(), ...memory].flatMap((ref) => {
		const object = live.get(refText(ref));
		// A namespace holds what is not ours, and is never deleted by an inventory.
		return object === undefined || ref.kind === "Namespace" ? [] : [{ ref, object }];
	});
	return {
		remove: there.flatMap(({ ref, object }) => (isOurs(object) ? [{ ref, uid: uidOf(object) }] : [])),
		foreign: there.flatMap(({ ref, object }) =>
			isOurs(object) ? [] : [{ ref, managers: managersOf(object) }],
		),
		kept: there.flatMap(({ ref, object }) => {
			const by = gitOpsOf(object);
			return by === undefined ? [] : [{ ref, by }];
		}),
	};
}

const uidOf = ({ metadata }: ApiObject): string | undefined =>
	(metadata as { uid?: string } | undefined)?.uid;

const isOurs = (object: ApiObject): boolean =>
	object.metadata?.labels?.["app.kubernetes.io/managed-by"] === "localdns";

const managersOf = ({ metadata }: ApiObject): string[] => [
	...new Set(
		(metadata?.managedFields ?? []).flatMap(({ manager }) => (manager === undefined ? [] : [manager])),
	),
];

/** Labels and annotations by which Argo CD and Flux know their objects, and the field managers that they apply with. */
const gitOpsMarks = [
	["Argo CD", /^argocd\.argoproj\.io\//],
	["Flux", /^(kustomize|helm)\.toolkit\.fluxcd\.io\//],
	["K3s (server/manifests)", /^objectset\.rio\.cattle\.io\//],
] as const;
const gitOpsManagers = [
	["Argo CD", /^argocd-/],
	["Flux", /^(kustomize|helm)-controller$/],
	["K3s (server/manifests)", /^deploy@/],
] as const;

function gitOpsOf(object: ApiObject): string | undefined {
	const { labels = {}, annotations = {} } = object.metadata ?? {};
	const marks = [...Object.keys(labels), ...Object.keys(annotations)];
	const byMark = gitOpsMarks.find(([, pattern]) => marks.some((mark) => pattern.test(mark)));
	const byManager = gitOpsManagers.find(([, pattern]) =>
		managersOf(object).some((name) => pattern.test(name)),
	);
	return (byMark ?? byManager)?.[0];
}
