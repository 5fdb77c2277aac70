import { type ApiObject, nameOf } from "./api-object.ts";

/** A pod that has not ended. */
export interface ClusterPod {
	readonly name: string;
	readonly namespace: string;
	/** Undefined before it is scheduled. */
	readonly node: string | undefined;
	/** ISO 8601, to the second. */
	readonly createdAt: string;
	/**
	 * ISO 8601: when its sandbox was made, and with it the list of nameservers, as near as can be told: since when its
	 * containers may start, else when the kubelet took it on. Undefined before.
	 */
	readonly startedAt: string | undefined;
	readonly hostNetwork: boolean;
	/** Whether its nameserver is the kubelet's cluster DNS. */
	readonly asksClusterDns: boolean;
	readonly isReady: boolean;
	/** Kind and name of what made it, such as `ReplicaSet/web-5d9c`. */
	readonly owner: string | undefined;
	/** Which of a Deployment's ReplicaSets it is of; the ReplicaSet's name ends with it. */
	readonly templateHash: string | undefined;
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
		readonly startTime?: string;
		readonly conditions?: readonly {
			readonly type?: string;
			readonly status?: string;
			readonly lastTransitionTime?: string;
		}[];
	};
}

/** Condition since Kubernetes 1.28 (KEP 3085). */
const sandboxReady = "PodReadyToStartContainers";

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
	const conditions = status.conditions ?? [];
	// A sandbox that is made anew, after a reboot, gets a new list; the start time stays.
	const sandbox = conditions.find(({ type, status: met }) => type === sandboxReady && met === "True");
	return {
		name: nameOf(object),
		namespace,
		node: spec.nodeName,
		createdAt: creationTimestamp,
		startedAt: sandbox?.lastTransitionTime ?? status.startTime,
		hostNetwork,
		asksClusterDns: dnsPolicy === "ClusterFirstWithHostNet" || (dnsPolicy === "ClusterFirst" && !hostNetwork),
		isReady: conditions.some(({ type, status: met }) => type === "Ready" && met === "True"),
		owner: owner === undefined ? undefined : `${owner.kind}/${owner.name}`,
		templateHash: labels["pod-template-hash"],
		takesPort53: (spec.containers ?? []).some(({ ports = [] }) =>
			ports.some(({ containerPort, hostPort }) => hostPort === 53 || (hostNetwork && containerPort === 53)),
		),
		labels: keepsLabels(namespace) || labels["k8s-app"] !== undefined ? labels : none,
	};
}
