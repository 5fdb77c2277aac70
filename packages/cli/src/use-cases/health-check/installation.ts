import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import {
	benchLockName,
	type KubernetesObject,
	namespaceObject,
	setAsideName,
} from "@localdns/core/manifests";
import { changeOf, isManaged, type ObjectChange, type ObjectRef, refOf, refText } from "@localdns/core/plan";
import type { HealthCheckRemoval } from "../../health-check-removal.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { applyObjects, tryObjects } from "../change/apply-objects.ts";
import { isOfOperation } from "../change/operation-namespace.ts";
import { waitGone } from "../change/wait-gone.ts";
import { removeProbes } from "../measure-nodes/remove-probes.ts";
import { historyObject, historyRef } from "./history-store.ts";
import { receiversRef } from "./receivers.ts";

/** On the namespace where `health-check install` has made it: uninstall then takes it out. */
const madeForCheck = { "localdns.dev/made-for": "health-check" };
const [[annotation, purpose]] = Object.entries(madeForCheck) as [[string, string]];

/** What an install of the health check would do. */
export interface HealthCheckPlan {
	/** In apply order. */
	readonly changes: readonly ObjectChange[];
	readonly live: ReadonlyMap<string, ApiObject>;
}

/**
 * Compares what is there with what is wanted. A namespace and a history that are there stay as they are; the addresses
 * of receivers go where none are wanted.
 *
 * @throws LocaldnsError LDNS601–LDNS607
 */
export async function planHealthCheck(
	cluster: Pick<Cluster, "read">,
	namespace: string,
	objects: readonly KubernetesObject[],
): Promise<HealthCheckPlan> {
	const space = namespaceObject(namespace, "restricted");
	const made = { ...space, metadata: { ...space.metadata, annotations: madeForCheck } };
	const history = historyObject(namespace);
	const live = new Map<string, ApiObject>();
	for (const object of [made, ...objects, history]) {
		const found = await cluster.read(refOf(object));
		if (found !== undefined) live.set(refText(refOf(object)), found);
	}
	const receivers = receiversRef(namespace);
	const isWanted = objects.some((object) => refText(refOf(object)) === refText(receivers));
	const former = isWanted ? undefined : await cluster.read(receivers);
	const isThere = (object: KubernetesObject): boolean => live.has(refText(refOf(object)));
	return {
		live,
		changes: [
			...(isThere(made) ? [] : [{ kind: "create", object: made } as const]),
			...objects.map((object) => changeOf(live.get(refText(refOf(object))), object)),
			...(isThere(history) ? [] : [{ kind: "create", object: history } as const]),
			...(former !== undefined && isManaged(former) ? [{ kind: "delete", ref: receivers } as const] : []),
		],
	};
}

/** Whether there is anything to write. */
export const isChange = ({ kind }: ObjectChange): boolean => kind !== "unchanged";

export interface HealthCheckWrite {
	/** Takes fields and objects from other managers. */
	readonly force: boolean;
	readonly onChange: OnChange;
	readonly signal: AbortSignal;
}

/**
 * Applies a plan; what is as it should be is not written.
 *
 * @throws LocaldnsError LDNS701–LDNS703, LDNS706
 */
export async function installHealthCheck(
	cluster: Cluster,
	{ changes, live }: HealthCheckPlan,
	{ force, onChange, signal }: HealthCheckWrite,
): Promise<void> {
	// A check by hand that goes on there, or was killed, would take its namespace away with everything in it.
	for (const space of live.values())
		if (space.kind === "Namespace" && isOfOperation(space))
			await cluster.patch(refOf(space as KubernetesObject), { metadata: { annotations: madeForCheck } });
	const { error } = await applyObjects(cluster, changes, { former: live, force, onChange, signal });
	if (error !== undefined) throw error;
}

/**
 * Tries what would be written. What stands in a namespace that is not there yet cannot be tried, nor can a binding of a
 * role that is not there: who binds has to hold its rights, and the API server looks them up.
 *
 * @throws LocaldnsError LDNS701–LDNS703
 */
export async function tryHealthCheck(
	cluster: Cluster,
	{ changes }: HealthCheckPlan,
	force: boolean,
): Promise<void> {
	const made = changes.flatMap((change) => (change.kind === "create" ? [change.object.kind] : []));
	const isTriable = (change: ObjectChange): boolean => {
		if (change.kind === "delete") return false;
		const { kind, metadata } = change.object;
		if (made.includes("Namespace") && metadata.namespace !== undefined) return false;
		return !(kind.endsWith("Binding") && made.includes(kind.replace("Binding", "")));
	};
	await tryObjects(cluster, changes.filter(isTriable), force);
}

/** @param objects what install applies, in its order @throws LocaldnsError LDNS601–LDNS607 */
export async function planHealthCheckRemoval(
	cluster: Pick<Cluster, "read">,
	namespace: string,
	objects: readonly KubernetesObject[],
): Promise<HealthCheckRemoval> {
	const space: ObjectRef = { apiVersion: "v1", kind: "Namespace", name: namespace };
	const spaceNow = await cluster.read(space);
	const refs = [
		...objects.map(refOf).toReversed(),
		receiversRef(namespace),
		historyRef(namespace),
		setAsideRef(namespace),
		lockRef(namespace),
	];
	const [remove, foreign]: [{ ref: ObjectRef; uid: string | undefined }[], ObjectRef[]] = [[], []];
	for (const ref of refs) {
		if (spaceNow === undefined && ref.namespace !== undefined) continue;
		const found = await cluster.read(ref);
		if (found === undefined) continue;
		const { uid } = (found.metadata ?? {}) as { uid?: string };
		if (found.metadata?.labels?.["app.kubernetes.io/managed-by"] === "localdns") remove.push({ ref, uid });
		else foreign.push(ref);
	}
	const isOurs = spaceNow?.metadata?.annotations?.[annotation] === purpose && foreign.length === 0;
	return {
		remove,
		foreign,
		namespace: isOurs ? space : undefined,
		probesIn: spaceNow === undefined ? undefined : namespace,
	};
}

const setAsideRef = (namespace: string): ObjectRef => ({ ...historyRef(namespace), name: setAsideName });

const lockRef = (namespace: string): ObjectRef => ({
	apiVersion: "coordination.k8s.io/v1",
	kind: "Lease",
	namespace,
	name: benchLockName,
});

/** For an object that has finalizers, or a namespace with pods that end. */
const goneWithinMs = 90_000;

/** @throws LocaldnsError LDNS742 where something does not go */
export async function removeHealthCheck(
	cluster: Cluster,
	{ remove, namespace, probesIn }: HealthCheckRemoval,
	onChange: OnChange,
): Promise<void> {
	for (const { ref, uid } of remove) {
		onChange({ event: "object", change: "deleted", ref });
		await cluster.delete(ref, uid);
	}
	for (const { ref, uid } of remove) await waitGone(cluster, ref, uid, { timeoutMs: goneWithinMs, onChange });
	// Of a run that was under way.
	if (probesIn !== undefined) await removeProbes(cluster, probesIn);
	if (namespace === undefined) return;
	onChange({ event: "object", change: "deleted", ref: namespace });
	await cluster.delete(namespace);
	await waitGone(cluster, namespace, undefined, { timeoutMs: goneWithinMs, onChange });
}

/** Objects of someone else that an install would take over. @throws LocaldnsError LDNS767 */
export function refuseForeign({ changes }: HealthCheckPlan): void {
	const foreign = changes.flatMap((change) =>
		change.kind === "adopt" ? [refText(refOf(change.object))] : [],
	);
	if (foreign.length === 0) return;
	throw new LocaldnsError("LDNS767", `localdns has not made ${foreign.join(", ")}`, {
		hint: "choose another namespace with -n, or take these out first",
	});
}
