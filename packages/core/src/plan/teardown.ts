import type { ApiObject } from "../cluster/api-object.ts";
import type { KubernetesObject } from "../manifests/kubernetes-object.ts";

interface Container {
	readonly name: string;
	readonly image?: string;
	readonly args?: readonly string[];
	readonly command?: readonly string[];
	readonly [field: string]: unknown;
}

interface PodSpec {
	readonly initContainers?: readonly Container[];
	readonly containers?: readonly Container[];
	readonly [field: string]: unknown;
}

interface DaemonSetObject {
	readonly spec?: {
		readonly template?: {
			readonly metadata?: { readonly labels?: object; readonly annotations?: object };
			readonly spec?: PodSpec;
		};
		readonly [field: string]: unknown;
	};
}

/** Tells node-cache to leave address and packet rules when it ends. */
const leave = "-skipteardown";

/**
 * The DaemonSet of a cache in the shape whose pods take address and packet rules with them, for a last roll before it
 * is deleted. While the cache is in use its pods must leave both, or the old pod of an update would take them from the
 * new one.
 *
 * node-cache does it when it ends, unless told otherwise. CoreDNS knows nothing of addresses, so the init container that
 * adds them deletes them, and then the pod waits.
 *
 * @param live as the API server has it; every field stays, so that it can be applied by whoever has applied it before
 * @returns undefined where it has that shape already
 */
export function teardownOf(live: ApiObject): KubernetesObject | undefined {
	const { spec = {} } = live as DaemonSetObject;
	const { template = {} } = spec;
	const pod = template.spec ?? {};
	const last = nodeCacheLast(pod) ?? coreDnsLast(pod);
	if (last === undefined) return undefined;
	const { name = "", namespace, labels = {} } = live.metadata ?? {};
	const { labels: podLabels = {}, annotations = {} } = template.metadata ?? {};
	return {
		apiVersion: "apps/v1",
		kind: "DaemonSet",
		metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels },
		spec: {
			...spec,
			// On all nodes at once: an old pod goes when the new one beside it is ready.
			updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "100%", maxUnavailable: 0 } },
			template: { metadata: { labels: podLabels, annotations }, spec: { ...pod, ...last } },
		},
	};
}

function nodeCacheLast({ containers = [] }: PodSpec): Partial<PodSpec> | undefined {
	if (!containers.some(({ args }) => args?.includes(leave))) return undefined;
	return {
		containers: containers.map((container) => ({
			...container,
			...(container.args === undefined ? {} : { args: container.args.filter((word) => word !== leave) }),
		})),
	};
}

/** Of an address that is not there nothing is to be deleted. */
const deleteAddresses = 'for address; do ip address delete "$address" dev lo 2>/dev/null; done; true';
const waitLong = "sleep 2147483647 & trap 'kill $!' TERM; wait";

function coreDnsLast({ initContainers = [], containers = [] }: PodSpec): Partial<PodSpec> | undefined {
	const [address] = initContainers;
	const [main] = containers;
	const [sh, c, script, zero, ...addresses] = address?.command ?? [];
	if (address === undefined || main === undefined || sh === undefined || c === undefined) return undefined;
	if (script?.includes("address replace") !== true) return undefined;
	const { readinessProbe, livenessProbe, args, ports, ...rest } = main;
	return {
		initContainers: [{ ...address, command: [sh, c, deleteAddresses, zero ?? "", ...addresses] }],
		containers: [
			{
				...rest,
				...(address.image === undefined ? {} : { image: address.image }),
				command: [sh, c, waitLong],
			},
		],
	};
}
