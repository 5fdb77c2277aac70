import type { EngineVersion } from "../corefile/engines.ts";
import { printCorefile } from "../corefile/print.ts";
import type { BundleSettings } from "./bundle-settings.ts";
import { contentHash } from "./content-hash.ts";
import { coreDnsPod } from "./coredns-pod.ts";
import { cacheImage, pullSecrets } from "./images.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { scrapeAnnotations } from "./metrics-service.ts";
import { cacheName, labels, selectorLabels } from "./names.ts";
import { nodeCachePod } from "./node-cache-pod.ts";
import type { NodeServer } from "./node-server.ts";
import { everyNode } from "./tolerations.ts";

/**
 * One cache per node, updated without a gap: the new pod serves beside the old one before that ends.
 * That needs a surge, both processes on one address, and no `ports:` list, which on the host network
 * would forbid two pods on a node.
 */
export function daemonSet(
	settings: BundleSettings,
	target: EngineVersion,
	servers: readonly NodeServer[],
	namespace: string,
): KubernetesObject {
	const { images, nodeSelector, tolerations = everyNode } = settings;
	const image = cacheImage(target, images);
	const [first] = servers as [NodeServer];
	const scraped = isScraped(first);
	return {
		apiVersion: "apps/v1",
		kind: "DaemonSet",
		metadata: { name: cacheName, namespace, labels },
		spec: {
			revisionHistoryLimit: 3,
			selector: { matchLabels: selectorLabels },
			updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
			template: {
				metadata: {
					labels,
					annotations: {
						"localdns.dev/corefile-hash": contentHash(
							servers.map(({ corefile }) => printCorefile(corefile)).join("\n"),
						),
						...(scraped ? scrapeAnnotations(first.plan.metricsPort) : {}),
					},
				},
				spec: {
					priorityClassName: "system-node-critical",
					serviceAccountName: cacheName,
					automountServiceAccountToken: false,
					// node-cache finds the second Service of mode intercept in its environment.
					enableServiceLinks: first.plan.mode === "intercept",
					hostNetwork: true,
					dnsPolicy: "Default",
					nodeSelector: { "kubernetes.io/os": "linux", ...nodeSelector },
					tolerations,
					terminationGracePeriodSeconds: 10,
					...pullSecrets(images),
					...(target.engine === "node-cache"
						? nodeCachePod(servers, image, images)
						: coreDnsPod(first, image, images)),
				},
			},
		},
	};
}

/** The add-on's Corefile has metrics on every address; in `resilient` it is a setting. */
export const isScraped = ({ plan }: NodeServer): boolean =>
	plan.profile === "upstream" || plan.metrics === "node";
