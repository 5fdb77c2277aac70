import type { ApiObject } from "./api-object.ts";

/** A pod behind a Service. */
export interface ClusterEndpoint {
	readonly pod: string;
	readonly node: string | undefined;
	readonly isReady: boolean;
}

interface SliceObject {
	readonly endpoints?: readonly {
		readonly nodeName?: string;
		readonly conditions?: { readonly ready?: boolean | null };
		readonly targetRef?: { readonly name?: string };
	}[];
}

/** Reads the EndpointSlices of a Service; a pod with two IP families is in two of them, and counts once. */
export function readEndpoints(slices: readonly ApiObject[]): ClusterEndpoint[] {
	const all = slices.flatMap((slice) => (slice as SliceObject).endpoints ?? []);
	const byPod = new Map<string, ClusterEndpoint>();
	for (const [index, { nodeName, conditions, targetRef }] of all.entries()) {
		const pod = targetRef?.name ?? `endpoint ${index}`;
		// Kubernetes API: nil is to be taken for ready.
		byPod.set(pod, { pod, node: nodeName, isReady: conditions?.ready !== false });
	}
	return [...byPod.values()];
}
