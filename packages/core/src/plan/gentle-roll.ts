import type { ApiObject } from "../cluster/api-object.ts";
import type { KubernetesObject } from "../manifests/kubernetes-object.ts";

interface DaemonSetObject {
	readonly kind?: string;
	readonly spec?: {
		readonly updateStrategy?: {
			readonly rollingUpdate?: { readonly maxSurge?: unknown; readonly maxUnavailable?: unknown };
		};
		readonly template?: {
			readonly spec?: { readonly containers?: readonly { readonly args?: readonly string[] }[] };
		};
	};
}

const oneByOne = { maxSurge: 0, maxUnavailable: 1 };

/**
 * Whether the pods of a DaemonSet take the cache's address away when they end, also from a new pod beside them: node-cache
 * without `-skipteardown`, as the article and the add-on start it; or a roll from there that was interrupted, whose
 * remaining pods do. Such a cache is rolled one by one, former pod first.
 */
export function rollsOneByOne(live: ApiObject | undefined): boolean {
	const { spec = {} } = (live ?? {}) as DaemonSetObject;
	const { maxSurge, maxUnavailable } = spec.updateStrategy?.rollingUpdate ?? {};
	const isBegun = maxSurge === oneByOne.maxSurge && maxUnavailable === oneByOne.maxUnavailable;
	const containers = spec.template?.spec?.containers ?? [];
	const takesAway = containers.some(
		({ args = [] }) => args.includes("-localip") && !args.includes("-skipteardown"),
	);
	return isBegun || takesAway;
}

/** The DaemonSet with a strategy that ends a node's former pod before its new one begins. */
export const oneByOneRoll = (daemonSet: KubernetesObject): KubernetesObject => ({
	...daemonSet,
	spec: {
		...(daemonSet.spec as object),
		updateStrategy: { type: "RollingUpdate", rollingUpdate: oneByOne },
	},
});
