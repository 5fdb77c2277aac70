import type { KubernetesObject } from "./kubernetes-object.ts";
import { cacheName, labels, selectorLabels } from "./names.ts";

const metricsPort = 9253;

/** What Prometheus' annotation-based discovery looks for. */
export const scrapeAnnotations = {
	"prometheus.io/port": String(metricsPort),
	"prometheus.io/scrape": "true",
} as const;

/** Headless Service by which a Prometheus finds every cache. */
export const metricsService = (namespace: string): KubernetesObject => ({
	apiVersion: "v1",
	kind: "Service",
	metadata: { name: cacheName, namespace, labels, annotations: scrapeAnnotations },
	spec: {
		clusterIP: "None",
		selector: selectorLabels,
		ports: [{ name: "metrics", port: metricsPort, protocol: "TCP", targetPort: metricsPort }],
	},
});
