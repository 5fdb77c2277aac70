import type { KubernetesObject } from "./kubernetes-object.ts";
import { scrapeAnnotations } from "./metrics-service.ts";
import { cacheName, corefileKey, selectorLabels } from "./names.ts";
import { everyNode } from "./tolerations.ts";

/** Labels of the article's objects; they were the add-on manager's, which K3s does not have. */
export const articleLabels = {
	"addonmanager.kubernetes.io/mode": "Reconcile",
	...selectorLabels,
	"kubernetes.io/cluster-service": "true",
} as const;

/** The article's DaemonSet, field by field, gaps during updates and missing probes included. */
export const articleDaemonSet = (
	namespace: string,
	image: string,
	localAddress: string,
): KubernetesObject => ({
	apiVersion: "apps/v1",
	kind: "DaemonSet",
	metadata: { name: cacheName, namespace, labels: articleLabels },
	spec: {
		updateStrategy: { rollingUpdate: { maxUnavailable: "10%" } },
		selector: { matchLabels: selectorLabels },
		template: {
			metadata: { labels: selectorLabels, annotations: scrapeAnnotations(9253) },
			spec: {
				priorityClassName: "system-node-critical",
				serviceAccountName: cacheName,
				hostNetwork: true,
				dnsPolicy: "Default",
				tolerations: everyNode,
				containers: [
					{
						name: "node-cache",
						image,
						resources: { requests: { cpu: "25m", memory: "5Mi" } },
						args: ["-localip", localAddress, "-conf", "/etc/Corefile"],
						securityContext: { capabilities: { add: ["NET_ADMIN"] } },
						ports: [
							{ containerPort: 53, name: "dns", protocol: "UDP" },
							{ containerPort: 53, name: "dns-tcp", protocol: "TCP" },
							{ containerPort: 9253, name: "metrics", protocol: "TCP" },
						],
						volumeMounts: [
							{ mountPath: "/run/xtables.lock", name: "xtables-lock", readOnly: false },
							{ mountPath: "/etc/coredns", name: "config-volume" },
						],
					},
				],
				volumes: [
					{ name: "xtables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
					{
						name: "config-volume",
						configMap: { name: cacheName, items: [{ key: corefileKey, path: "Corefile.base" }] },
					},
				],
			},
		},
	},
});
