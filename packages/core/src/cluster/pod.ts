import { type ApiObject, nameOf } from "./api-object.ts";

/** A pod that has not ended. */
export interface ClusterPod {
	readonly name: string;
	readonly namespace: string;
	/** Undefined before it is scheduled. */
	readonly node: string | undefined;
	/** ISO 8601, to the second. */
	readonly createdAt: string;
	readonly hostNetwork: boolean;
	/** Whether its nameserver is the kubelet's cluster DNS. */
	readonly asksClusterDns: boolean;
	readonly isReady: boolean;
	/** Kind and name of what made it, such as `ReplicaSet/web-5d9c`. */
	readonly owner: string | undefined;
	/** Whether one of its containers takes port 53 of the node. */
	readonly takesPort53: boolean;
	/** Kept where somebody asked for them. */
	readonly labels: Readonly<Record<string, string>>;
}

interface PodObject {
	readonly spec?: {
		readonly nodeName?: string;
		readonly hostNetwork?: boolean;
		readonly dnsPolicy?: string;
		readonly containers?: readonly {
			readonly ports?: readonly { readonly containerPort?: number; readonly hostPort?: number }[];
		}[];
	};
	readonly status?: {
		readonly phase?: string;
		readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
	};
}

const none: Readonly<Record<string, string>> = {};

/**
 * Reads a pod; undefined for one that has ended, which asks nobody any more.
 *
 * @param keepsLabels whether its labels are wanted: a large cluster has a hundred thousand pods
 */
export function readPod(
	object: ApiObject,
	keepsLabels: (namespace: string) => boolean,
): ClusterPod | undefined {
	const { spec = {}, status = {} } = object as PodObject;
	if (status.phase === "Succeeded" || status.phase === "Failed") return undefined;
	const {
		namespace = "",
		labels = none,
		creationTimestamp = "",
		ownerReferences = [],
	} = object.metadata ?? {};
	const { hostNetwork = false, dnsPolicy = "ClusterFirst" } = spec;
	const [owner] = ownerReferences;
	return {
		name: nameOf(object),
		namespace,
		node: spec.nodeName,
		createdAt: creationTimestamp,
		hostNetwork,
		asksClusterDns: dnsPolicy === "ClusterFirstWithHostNet" || (dnsPolicy === "ClusterFirst" && !hostNetwork),
		isReady: status.conditions?.some(({ type, status: met }) => type === "Ready" && met === "True") === true,
		owner: owner === undefined ? undefined : `${owner.kind}/${owner.name}`,
		takesPort53: (spec.containers ?? []).some(({ ports = [] }) =>
			ports.some(({ containerPort, hostPort }) => hostPort === 53 || (hostNetwork && containerPort === 53)),
		),
		labels: keepsLabels(namespace) || labels["k8s-app"] !== undefined ? labels : none,
	};
}
