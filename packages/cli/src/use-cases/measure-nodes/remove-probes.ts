import { setTimeout as sleep } from "node:timers/promises";
import type { ApiObject } from "@localdns/core/cluster";
import { probeLabels } from "@localdns/core/manifests";
import { type ObjectRef, refText } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import { Pace } from "./pace.ts";

const perSecond = 50;
const atOnce = 6;
/** Their grace is five seconds; a kubelet that is away lets its pod stand until it is back. */
const goneWithinMs = 30_000;

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

/** Removes pods and ConfigMaps of a run, or of all runs, and waits until the pods are gone. */
export async function removeProbes(cluster: Cluster, namespace: string, run?: string): Promise<Removed> {
	const pace = new Pace(perSecond);
	const listed = (kind: string, path: string): Promise<ObjectRef[]> =>
		cluster.list(
			`/api/v1/namespaces/${namespace}/${path}?labelSelector=${encodeURIComponent(probeSelector(run))}`,
			({ metadata }: ApiObject) => ({ apiVersion: "v1", kind, namespace, name: metadata?.name ?? "" }),
		);
	const found = [...(await listed("Pod", "pods")), ...(await listed("ConfigMap", "configmaps"))];
	await pace.each(found, atOnce, async (ref) => {
		await cluster.delete(ref);
	});
	const deadline = performance.now() + goneWithinMs;
	for (;;) {
		const lingering = await listed("Pod", "pods");
		if (lingering.length === 0 || performance.now() > deadline) {
			const names = new Set(lingering.map(refText));
			return { removed: found.filter((ref) => !names.has(refText(ref))), lingering };
		}
		await sleep(1000);
	}
}
