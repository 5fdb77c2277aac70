import type { BundleSettings } from "./bundle-settings.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { labels, upstreamServiceName } from "./names.ts";

/**
 * The cluster DNS under a second address, for mode intercept. It must exist before the cache's pods:
 * node-cache reads its address from their environment.
 */
export const upstreamService = (
	namespace: string,
	trafficDistribution: BundleSettings["trafficDistribution"],
): KubernetesObject => ({
	apiVersion: "v1",
	kind: "Service",
	metadata: { name: upstreamServiceName, namespace, labels },
	spec: {
		...(trafficDistribution === undefined ? {} : { trafficDistribution }),
		selector: { "k8s-app": "kube-dns" },
		ports: [
			{ name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
			{ name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
		],
	},
});
