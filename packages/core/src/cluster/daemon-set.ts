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
	/** Of every container, arguments behind commands. */
	readonly words: readonly (readonly string[])[];
	/** Labels that a node must have. */
	readonly nodeSelector: Readonly<Record<string, string>>;
	readonly isOurs: boolean;
}

interface DaemonSetObject {
	readonly spec?: {
		readonly template?: {
			readonly spec?: {
				readonly nodeSelector?: Readonly<Record<string, string>>;
				readonly containers?: readonly {
					readonly image?: string;
					readonly command?: readonly string[];
					readonly args?: readonly string[];
				}[];
			};
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
	const { containers = [], nodeSelector = {} } = spec.template?.spec ?? {};
	const { creationTimestamp: createdAt = "", generation = 0, labels = {} } = object.metadata ?? {};
	return {
		createdAt,
		isObserved: (status.observedGeneration ?? 0) >= generation,
		wanted: status.desiredNumberScheduled ?? 0,
		updated: status.updatedNumberScheduled ?? 0,
		ready: status.numberReady ?? 0,
		image: containers[0]?.image ?? "",
		words: containers.map(({ command = [], args = [] }) => [...command, ...args]),
		nodeSelector,
		isOurs: labels["app.kubernetes.io/managed-by"] === "localdns",
	};
}
