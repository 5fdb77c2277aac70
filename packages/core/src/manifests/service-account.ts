import type { KubernetesObject } from "./kubernetes-object.ts";
import { cacheName } from "./names.ts";

/** Account of the cache's pods. It has no rights; without it no pod of the DaemonSet is created. */
export const serviceAccount = (
	namespace: string,
	labels: Readonly<Record<string, string>>,
): KubernetesObject => ({
	apiVersion: "v1",
	kind: "ServiceAccount",
	metadata: { name: cacheName, namespace, labels },
});
