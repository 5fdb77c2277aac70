import type { ApiObject } from "./api-object.ts";

/** The DaemonSet of the cache. */
export interface CacheDaemonSet {
	/** ISO 8601. */
	readonly createdAt: string;
	/** Whether its controller has seen the last change. */
	readonly isObserved: boolean;
	readonly wanted: number;
	readonly updated: number;
	readonly ready: number;
	/** Of its first container. */
	readonly image: string;
	/** Whether localdns made it; the add-on and the article use the same name. */
	readonly isOurs: boolean;
}

interface DaemonSetObject {
	readonly spec?: {
		readonly template?: {
			readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
		};
	};
	readonly status?: {
		readonly observedGeneration?: number;
		readonly desiredNumberScheduled?: number;
		readonly updatedNumberScheduled?: number;
		readonly numberReady?: number;
	};
}

/** Reads a DaemonSet. */
export function readDaemonSet(object: ApiObject): CacheDaemonSet {
	const { spec = {}, status = {} } = object as DaemonSetObject;
	const { creationTimestamp: createdAt = "", generation = 0, labels = {} } = object.metadata ?? {};
	return {
		createdAt,
		isObserved: (status.observedGeneration ?? 0) >= generation,
		wanted: status.desiredNumberScheduled ?? 0,
		updated: status.updatedNumberScheduled ?? 0,
		ready: status.numberReady ?? 0,
		image: spec.template?.spec?.containers?.[0]?.image ?? "",
		isOurs: labels["app.kubernetes.io/managed-by"] === "localdns",
	};
}
