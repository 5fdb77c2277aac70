import type { EngineVersion } from "../corefile/engines.ts";
import type { NodeCorefilePlan } from "../corefile/node-corefile-settings.ts";
import { contentHash } from "./content-hash.ts";
import { coreDnsPod } from "./coredns-pod.ts";
import { engineImage } from "./images.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { scrapeAnnotations } from "./metrics-service.ts";
import { cacheName, labels, selectorLabels } from "./names.ts";
import { nodeCachePod } from "./node-cache-pod.ts";
import { everyNode } from "./tolerations.ts";

/**
 * One cache per node, updated without a gap: the new pod serves beside the old one before that ends.
 * That needs a surge, both processes on one address, and no `ports:` list, which on the host network
 * would forbid two pods on a node.
 */
export function daemonSet(
	plan: NodeCorefilePlan,
	target: EngineVersion,
	namespace: string,
	corefile: string,
	scraped: boolean,
): KubernetesObject {
	const image = engineImage(target);
	const pod = target.engine === "node-cache" ? nodeCachePod(plan, image) : coreDnsPod(plan, image);
	return {
		apiVersion: "apps/v1",
		kind: "DaemonSet",
		metadata: { name: cacheName, namespace, labels },
		spec: {
			selector: { matchLabels: selectorLabels },
			updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
			template: {
				metadata: {
					labels,
					annotations: {
						"localdns.dev/corefile-hash": contentHash(corefile),
						...(scraped ? scrapeAnnotations : {}),
					},
				},
				spec: {
					priorityClassName: "system-node-critical",
					serviceAccountName: cacheName,
					automountServiceAccountToken: false,
					// node-cache finds the second Service of mode intercept in its environment.
					enableServiceLinks: plan.mode === "intercept",
					hostNetwork: true,
					dnsPolicy: "Default",
					nodeSelector: { "kubernetes.io/os": "linux" },
					tolerations: everyNode,
					terminationGracePeriodSeconds: 10,
					...(pod.initContainers === undefined ? {} : { initContainers: pod.initContainers }),
					containers: [pod.container],
					volumes: pod.volumes,
				},
			},
		},
	};
}
