import type { ObjectRef } from "@localdns/core/plan";

/** Plurals of the kinds that localdns handles; of Secrets it is the health check's own. */
const plurals: Readonly<Record<string, string>> = {
	ConfigMap: "configmaps",
	Namespace: "namespaces",
	Node: "nodes",
	Pod: "pods",
	Secret: "secrets",
	Service: "services",
	ServiceAccount: "serviceaccounts",
	DaemonSet: "daemonsets",
	Deployment: "deployments",
	Job: "jobs",
	CronJob: "cronjobs",
	Lease: "leases",
	Event: "events",
	NetworkPolicy: "networkpolicies",
	Role: "roles",
	RoleBinding: "rolebindings",
	ClusterRole: "clusterroles",
	ClusterRoleBinding: "clusterrolebindings",
};

/** Path of the objects of a kind, in the reference's namespace where it has one. */
export function collectionPath({ apiVersion, kind, namespace }: Omit<ObjectRef, "name">): string {
	const plural = plurals[kind];
	if (plural === undefined) throw new Error(`kind ${kind} is not handled`);
	const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
	return `${group}${namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`}/${plural}`;
}

/** Path of one object. */
export const objectPath = (ref: ObjectRef): string =>
	`${collectionPath(ref)}/${encodeURIComponent(ref.name)}`;
