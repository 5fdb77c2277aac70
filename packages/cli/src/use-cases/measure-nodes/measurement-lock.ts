import { LocaldnsError } from "@localdns/core";
import { benchLockName } from "@localdns/core/manifests";
import type { Cluster } from "../../ports/cluster.ts";
import type { ChangeEvent } from "../../progress/change-event.ts";
import { changeLine } from "../../progress/change-line.ts";
import { withLock } from "../change/lock.ts";
import { haveNamespace, removeNamespace } from "../change/operation-namespace.ts";
import type { MeasurementEvent } from "./contract.ts";

export interface MeasurementLock {
	/** Where probes run. */
	readonly namespace: string;
	/** Makes it where it is not there, and removes it again then. False where it is there for sure: that takes no right to namespaces. @default true */
	readonly haveNamespace?: boolean;
	/** What this is: `bench`, `health-check`. */
	readonly command: string;
	/** Who this run is, told to others: `root@host:4711-3f2a`. */
	readonly holder: string;
	readonly onEvent: (event: MeasurementEvent) => void;
}

/**
 * Does something while no other measurement goes on in this namespace, which is there meanwhile: two at a time would
 * measure each other's load.
 *
 * @param cluster one that asks again while the API server is away
 * @param work its signal is aborted with LDNS705 when the lock was lost
 * @throws LocaldnsError LDNS704 another measurement holds the lock, LDNS705 it was lost, LDNS742 the namespace of a
 * former one does not go, whatever work made of that
 */
export async function whileMeasuring<T>(
	cluster: Cluster,
	{ namespace, haveNamespace: makesIt = true, command, holder, onEvent }: MeasurementLock,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const onChange = asNotes(onEvent);
	const name = benchLockName;
	if (makesIt) await haveNamespace(cluster, namespace, "restricted", onChange);
	const leave = async (): Promise<void> => {
		if (!makesIt) return;
		// Who was turned away leaves it to who is there.
		const ref = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", namespace, name };
		try {
			if ((await cluster.read(ref)) !== undefined) return;
			const pods = await cluster.list(`/api/v1/namespaces/${namespace}/pods`, () => true);
			const wait = pods.length === 0;
			const isDeleted = await removeNamespace(cluster, namespace, onChange, { wait });
			if (isDeleted && !wait)
				onEvent({ type: "note", text: `namespace ${namespace} goes when its last pod does` });
		} catch (error) {
			// Neither what came of the work nor what ended it is to be lost to that.
			if (!(error instanceof LocaldnsError)) throw error;
			onEvent({
				...{ type: "left", what: `namespace ${namespace}` },
				text: `namespace ${namespace} could not be removed (${error.message}); later: localdns bench cleanup -n ${namespace}`,
			});
		}
	};
	const lock = { namespace, name, doing: "is measuring here", command, holder, onChange };
	try {
		return await withLock(cluster, lock, work);
	} finally {
		await leave();
	}
}

/** What the steps of a change tell, for whoever watches a measurement. */
export const asNotes =
	(onEvent: (event: MeasurementEvent) => void) =>
	(event: ChangeEvent): void =>
		onEvent({ type: "note", text: changeLine(event).trimEnd() });
