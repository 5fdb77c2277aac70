import type { KubernetesObject } from "./kubernetes-object.ts";
import { cacheName, labels, selectorLabels } from "./names.ts";
import type { NodeServer } from "./node-server.ts";

/** What Prometheus' annotation-based discovery looks for. It knows one port of a pod, that of the first process. */
export const scrapeAnnotations = (port: number) => ({
	"prometheus.io/port": String(port),
	"prometheus.io/scrape": "true",
});

/** Headless Service by which a Prometheus finds every process of every cache. */
export const metricsService = (servers: readonly NodeServer[], namespace: string): KubernetesObject => ({
	apiVersion: "v1",
	kind: "Service",
	metadata: {
		name: cacheName,
		namespace,
		labels,
		annotations: scrapeAnnotations((servers as [NodeServer])[0].plan.metricsPort),
	},
	spec: {
		clusterIP: "None",
		selector: selectorLabels,
		ports: servers.map(({ plan: { metricsPort }, suffix }) => ({
			name: `metrics${suffix}`,
			port: metricsPort,
			protocol: "TCP",
			targetPort: metricsPort,
		})),
	},
});
