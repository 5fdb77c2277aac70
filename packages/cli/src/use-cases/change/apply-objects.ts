import { LocaldnsError } from "@localdns/core";
import type { KubernetesObject } from "@localdns/core/manifests";
import { type ObjectChange, type ObjectRef, refOf } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";

export interface ApplySettings {
	/** Takes fields from other managers. */
	readonly force: boolean;
	readonly onChange: OnChange;
	/** Aborted: nothing further is written. */
	readonly signal: AbortSignal;
}

/** Which object a change is about. */
export const changedRef = (change: ObjectChange): ObjectRef =>
	change.kind === "delete" ? change.ref : refOf(change.object);

/**
 * Tries every object without writing it, which meets conflicts, webhooks, quotas and Pod Security while nothing has
 * changed yet. An object that is to be adopted is tried as if its fields were ours already.
 *
 * @throws LocaldnsError LDNS701–LDNS703, LDNS706
 */
export async function tryObjects(
	cluster: Cluster,
	changes: readonly ObjectChange[],
	force: boolean,
): Promise<void> {
	for (const change of changes) {
		if (change.kind === "delete" || change.kind === "unchanged") continue;
		await cluster.apply(change.object, { force: force || change.kind === "adopt", dryRun: true });
	}
}

/**
 * Applies what differs, in order, and deletes what is no longer wanted. Of what is as it should be nothing is written.
 *
 * @returns what was changed before it ended, the last one perhaps, in order
 */
export async function applyObjects(
	cluster: Cluster,
	changes: readonly ObjectChange[],
	{ force, onChange, signal }: ApplySettings,
): Promise<{ readonly changed: readonly ObjectChange[]; readonly error: LocaldnsError | undefined }> {
	const changed: ObjectChange[] = [];
	for (const change of changes) {
		if (signal.aborted) break;
		const ref = changedRef(change);
		onChange({ event: "object", change: words[change.kind], ref });
		if (change.kind === "unchanged") continue;
		changed.push(change);
		try {
			if (change.kind === "delete") await cluster.delete(ref);
			else await applyOne(cluster, change, force);
		} catch (error) {
			if (!(error instanceof LocaldnsError)) throw error;
			return { changed, error };
		}
	}
	return { changed, error: undefined };
}

const words = {
	create: "created",
	update: "updated",
	adopt: "adopted",
	unchanged: "unchanged",
	delete: "deleted",
} as const;

async function applyOne(
	cluster: Cluster,
	change: Exclude<ObjectChange, { kind: "delete" | "unchanged" }>,
	force: boolean,
): Promise<void> {
	if (change.kind !== "adopt") {
		await cluster.apply(change.object, { force });
		return;
	}
	await cluster.takeOver(refOf(change.object), change.managers);
	await cluster.apply(gently(change.object), { force: true });
}

/**
 * Pods that others made take the cache's address away when they end, also from a new pod beside them; so theirs end
 * first, node by node, and the new ones set the address up again.
 */
export function gently(object: KubernetesObject): KubernetesObject {
	if (object.kind !== "DaemonSet") return object;
	const spec = object.spec as object;
	const rollingUpdate = { maxSurge: 0, maxUnavailable: 1 };
	return { ...object, spec: { ...spec, updateStrategy: { type: "RollingUpdate", rollingUpdate } } };
}
