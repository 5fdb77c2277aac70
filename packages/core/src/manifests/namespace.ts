import type { KubernetesObject } from "./kubernetes-object.ts";
import { managedBy } from "./names.ts";

/** A namespace that holds its pods to a Pod Security Standard, whatever the cluster's default is. */
export const namespaceObject = (name: string, level: "restricted" | "privileged"): KubernetesObject => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: {
		name,
		labels: {
			...managedBy,
			"pod-security.kubernetes.io/enforce": level,
			"pod-security.kubernetes.io/warn": level,
			"pod-security.kubernetes.io/audit": level,
		},
	},
});
