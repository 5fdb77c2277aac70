import { benchLockName } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { withLock } from "../change/lock.ts";
import { removeNamespace } from "../change/operation-namespace.ts";
import { waitGone } from "../change/wait-gone.ts";
import { type Removed, removeProbes } from "./remove-probes.ts";

export interface CleanUpSettings {
	/** Where probes were. */
	readonly namespace: string;
	/** Who this run is, told to others. */
	readonly holder: string;
	/** Ends a measurement that is under way, whose lock it takes. */
	readonly force: boolean;
	readonly onChange: OnChange;
}

const goneWithinMs = 60_000;

/**
 * Removes what a measurement has left that was killed: probes, their ConfigMaps, the lock, and the namespace where a
 * measurement had made it. A lock that nobody renews is waited for as long as it lasts, 16 seconds.
 *
 * @throws LocaldnsError LDNS704 where a measurement is under way, LDNS742 for a namespace that does not go
 */
export async function cleanUp(
	cluster: Cluster,
	{ namespace, holder, force, onChange }: CleanUpSettings,
): Promise<Removed> {
	const space: ObjectRef = { apiVersion: "v1", kind: "Namespace", name: namespace };
	const there = await cluster.read(space);
	if (there === undefined) return { removed: [], lingering: [] };
	const { deletionTimestamp } = (there.metadata ?? {}) as { readonly deletionTimestamp?: string };
	if (deletionTimestamp !== undefined) {
		await waitGone(cluster, space, undefined, { timeoutMs: goneWithinMs, onChange });
		return { removed: [space], lingering: [] };
	}

	const name = benchLockName;
	const lease: ObjectRef = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", namespace, name };
	const leftLock = (await cluster.read(lease)) === undefined ? [] : [lease];
	if (force) await cluster.delete(lease);
	const lock = { namespace, name, doing: "is measuring here", command: "bench cleanup", holder, onChange };
	const { removed, lingering } = await withLock(cluster, lock, () => removeProbes(cluster, namespace));
	// With a pod whose node does not answer it goes when that pod does.
	const wait = lingering.length === 0;
	// A measurement that has begun meanwhile keeps it.
	const isTaken = (await cluster.read(lease)) !== undefined;
	const isDeleted = !isTaken && (await removeNamespace(cluster, namespace, onChange, { wait }));
	const spaces = isDeleted ? [space] : [];
	return {
		removed: [...removed, ...leftLock, ...(wait ? spaces : [])],
		lingering: [...lingering, ...(wait ? [] : spaces)],
	};
}
