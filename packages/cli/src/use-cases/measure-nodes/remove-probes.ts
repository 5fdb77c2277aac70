import { setTimeout as sleep } from "node:timers/promises";
import type { ApiObject } from "@localdns/core/cluster";
import { probeLabels } from "@localdns/core/manifests";
import { type ObjectRef, refText } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import { atOnce, goneWithinMs, removedPerSecond } from "./measurement-pace.ts";
import { Pace } from "./pace.ts";

/** Probes of one run, or of all. */
export const probeSelector = (run?: string): string =>
	Object.entries(probeLabels(run))
		.map(([key, value]) => `${key}=${value}`)
		.join(",");

/** What was removed, and which pods are still there at the end, because their nodes do not answer. */
export interface Removed {
	readonly removed: readonly ObjectRef[];
	readonly lingering: readonly ObjectRef[];
}

const listed = (
	cluster: Cluster,
	{ kind, path }: { readonly kind: string; readonly path: string },
	namespace: string,
	run: string | undefined,
): Promise<ObjectRef[]> =>
	cluster.list(
		`/api/v1/namespaces/${namespace}/${path}?labelSelector=${encodeURIComponent(probeSelector(run))}`,
		({ metadata }: ApiObject) => ({ apiVersion: "v1", kind, namespace, name: metadata?.name ?? "" }),
	);
const pods = { kind: "Pod", path: "pods" };
const configMaps = { kind: "ConfigMap", path: "configmaps" };

/**
 * Removes pods and ConfigMaps of a run, or of all runs, without waiting until they are gone.
 *
 * @returns what was there
 */
export async function dismissProbes(
	cluster: Cluster,
	namespace: string,
	run?: string,
): Promise<readonly ObjectRef[]> {
	const found = [
		...(await listed(cluster, pods, namespace, run)),
		...(await listed(cluster, configMaps, namespace, run)),
	];
	await new Pace(removedPerSecond).each(found, atOnce, async (ref) => {
		await cluster.delete(ref);
	});
	return found;
}

/** Removes pods and ConfigMaps of a run, or of all runs, and waits until the pods are gone. */
export async function removeProbes(cluster: Cluster, namespace: string, run?: string): Promise<Removed> {
	const found = await dismissProbes(cluster, namespace, run);
	const deadline = performance.now() + goneWithinMs;
	for (;;) {
		const lingering = await listed(cluster, pods, namespace, run);
		if (lingering.length === 0 || performance.now() > deadline) {
			const names = new Set(lingering.map(refText));
			return { removed: found.filter((ref) => !names.has(refText(ref))), lingering };
		}
		await sleep(1000);
	}
}
