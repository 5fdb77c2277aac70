import type { KubernetesObject } from "./kubernetes-object.ts";
import { cacheName, corefileKey } from "./names.ts";

/** Carrier of the Corefile. */
export const configMap = (
	namespace: string,
	labels: Readonly<Record<string, string>>,
	corefile: string,
): KubernetesObject => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: cacheName, namespace, labels },
	data: { [corefileKey]: corefile },
});
