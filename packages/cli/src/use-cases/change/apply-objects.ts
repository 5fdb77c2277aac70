import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import {
	type ObjectChange,
	type ObjectRef,
	oneByOneRoll,
	refOf,
	refText,
	rollsOneByOne,
} from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";

export interface ApplySettings {
	/** Objects as they were before, by `refText`. */
	readonly former: ReadonlyMap<string, ApiObject>;
	/** Takes fields from other managers. */
	readonly force: boolean;
	readonly onChange: OnChange;
	/** Aborted: nothing further is written. */
	readonly signal: AbortSignal;
}

/** A change that was made. */
export interface MadeChange {
	readonly change: ObjectChange;
	/** Of the object that was created or updated. */
	readonly uid: string | undefined;
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
 * @returns what was changed, in order, and what ended it before its end
 */
export async function applyObjects(
	cluster: Cluster,
	changes: readonly ObjectChange[],
	settings: ApplySettings,
): Promise<{ readonly made: readonly MadeChange[]; readonly error: LocaldnsError | undefined }> {
	const made: MadeChange[] = [];
	for (const change of changes) {
		if (settings.signal.aborted) break;
		const ref = changedRef(change);
		settings.onChange({ event: "object", change: words[change.kind], ref });
		if (change.kind === "unchanged") continue;
		try {
			if (change.kind === "delete") await cluster.delete(ref);
			const object = change.kind === "delete" ? undefined : await applyOne(cluster, change, settings);
			made.push({ change, uid: (object?.metadata as { uid?: string } | undefined)?.uid });
		} catch (error) {
			if (!(error instanceof LocaldnsError)) throw error;
			return { made, error };
		}
	}
	return { made, error: undefined };
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
	{ former, force }: ApplySettings,
): Promise<ApiObject> {
	const { object, kind } = change;
	if (kind === "adopt") await cluster.takeOver(refOf(object), change.managers);
	const first = isOneByOne(change, former) ? oneByOneRoll(object) : object;
	return await cluster.apply(first, { force: force || kind === "adopt" });
}

/** Whether a change is a DaemonSet's whose former pods would take the address from the new ones. */
export const isOneByOne = (change: ObjectChange, former: ReadonlyMap<string, ApiObject>): boolean =>
	(change.kind === "update" || change.kind === "adopt") &&
	change.object.kind === "DaemonSet" &&
	rollsOneByOne(former.get(refText(refOf(change.object))));
