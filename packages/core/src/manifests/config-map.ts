import type { KubernetesObject } from "./kubernetes-object.ts";
import { cacheName } from "./names.ts";

/** Carrier of the Corefiles, by key. */
export const configMap = (
	namespace: string,
	labels: Readonly<Record<string, string>>,
	corefiles: Readonly<Record<string, string>>,
): KubernetesObject => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: cacheName, namespace, labels },
	data: corefiles,
});
