import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { type KubernetesObject, namespaceObject } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { waitGone } from "./wait-gone.ts";

/** On a namespace that an operation made for itself, and removes at its end; one without it was there before. */
const madeFor = { "localdns.dev/made-for": "operation" };
const [[annotation, operation] = ["", ""]] = Object.entries(madeFor);

/** A namespace on its way out is gone within seconds, unless a finalizer holds it. */
const goneWithinMs = 60_000;

const refOfNamespace = (name: string): ObjectRef => ({ apiVersion: "v1", kind: "Namespace", name });

/**
 * Sees to it that a namespace is there. One that an interrupted operation is still losing is waited for.
 *
 * @throws LocaldnsError LDNS742 where that does not end
 */
export async function haveNamespace(
	cluster: Cluster,
	name: string,
	level: "restricted" | "privileged",
	onChange: OnChange,
): Promise<void> {
	const ref = refOfNamespace(name);
	const there = await cluster.read(ref);
	if (there !== undefined && !isGoing(there)) return;
	if (there !== undefined) await waitGone(cluster, ref, undefined, { timeoutMs: goneWithinMs, onChange });
	await cluster.create(operationNamespace(name, level));
}

const isGoing = ({ metadata }: { readonly metadata?: object }): boolean =>
	(metadata as { readonly deletionTimestamp?: string } | undefined)?.deletionTimestamp !== undefined;

/** Whether an operation has made a namespace for itself, and removes it at its end. */
export const isOfOperation = ({ metadata }: ApiObject): boolean =>
	metadata?.annotations?.[annotation] === operation;

function operationNamespace(name: string, level: "restricted" | "privileged"): KubernetesObject {
	const object = namespaceObject(name, level);
	return { ...object, metadata: { ...object.metadata, annotations: madeFor } };
}

/**
 * Removes a namespace with all that is in it, where an operation had made it, and waits until it is gone.
 *
 * @param wait false where a pod holds it whose node does not answer @default true
 * @returns false for one that was there before, which is left as it is
 * @throws LocaldnsError LDNS742 where it does not go
 */
export async function removeNamespace(
	cluster: Cluster,
	name: string,
	onChange: OnChange,
	{ wait = true } = {},
): Promise<boolean> {
	const ref = refOfNamespace(name);
	const there = await cluster.read(ref);
	if (there === undefined) return true;
	if (!isOfOperation(there)) return false;
	await cluster.delete(ref);
	if (wait) await waitGone(cluster, ref, undefined, { timeoutMs: goneWithinMs, onChange });
	return true;
}

/**
 * The same where nobody else is in it: an operation that goes on beside this one may have found it there. A pod of its
 * own whose node does not answer is no error.
 *
 * @param own names of the pods that this operation has deleted, and that may still be going
 */
export async function leaveNamespace(
	cluster: Cluster,
	name: string,
	own: ReadonlySet<string>,
	onChange: OnChange,
): Promise<boolean> {
	if ((await cluster.read(refOfNamespace(name))) === undefined) return true;
	const pods = () => cluster.list(`/api/v1/namespaces/${name}/pods`, ({ metadata }) => metadata?.name ?? "");
	if ((await pods()).some((pod) => !own.has(pod))) return false;
	try {
		return await removeNamespace(cluster, name, onChange);
	} catch (error) {
		const isStill = error instanceof LocaldnsError && error.code === "LDNS742";
		if (!isStill || (await pods()).length === 0) throw error;
		const text = `namespace ${name} goes when its last pod does, whose node does not answer`;
		onChange({ event: "warning", text });
		return false;
	}
}
