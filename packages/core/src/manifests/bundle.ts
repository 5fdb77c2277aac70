import { engineVersion } from "../corefile/engines.ts";
import { buildNodeCorefile } from "../corefile/node-corefile.ts";
import { planNodeCorefile } from "../corefile/node-corefile-settings.ts";
import { printCorefile } from "../corefile/print.ts";
import { LocaldnsError } from "../errors.ts";
import { articleDaemonSet, articleLabels } from "./article-daemon-set.ts";
import type { BundleSettings } from "./bundle-settings.ts";
import { configMap } from "./config-map.ts";
import { daemonSet, isScraped } from "./daemon-set.ts";
import { egressPolicy } from "./egress-policy.ts";
import { cacheImage } from "./images.ts";
import { inventory } from "./inventory.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { metricsService } from "./metrics-service.ts";
import { cacheNamespace, corefileKey, labels } from "./names.ts";
import { type NodeProcess, planProcesses } from "./node-process.ts";
import { serviceAccount } from "./service-account.ts";
import { upstreamService } from "./upstream-service.ts";

/** The article's image, two minor versions of CoreDNS behind. */
const articleVersion = "1.26.4";

/**
 * Every object of the cache, in apply order: an object comes after those that it needs, the inventory before all. The
 * profile `article` has the article's objects, so no inventory.
 *
 * @param toolVersion of localdns, for the inventory
 * @throws LocaldnsError LDNS401–LDNS405, LDNS460–LDNS464 and LDNS482 as buildNodeCorefile, LDNS407 for an engine, mode,
 * profile and IP family that do not go together
 */
export function renderBundle(settings: BundleSettings, toolVersion?: string): KubernetesObject[] {
	const { namespace = cacheNamespace } = settings;
	if (settings.profile === "article") return articleBundle(settings, namespace);
	const objects = cacheObjects(settings, namespace);
	return [inventory(objects, namespace, toolVersion), ...objects];
}

function cacheObjects(settings: BundleSettings, namespace: string): KubernetesObject[] {
	const { egressPolicies = [], trafficDistribution } = settings;
	const { target, processes } = planProcesses(settings);
	const [first] = processes as [NodeProcess];
	const addresses = processes.flatMap(({ plan }) => plan.listenOn);
	const corefiles = processes.map(({ key, corefile }) => [key, printCorefile(corefile)] as const);
	return [
		serviceAccount(namespace, labels),
		...(first.plan.mode === "intercept" ? [upstreamService(namespace, trafficDistribution)] : []),
		...(isScraped(first) ? [metricsService(processes, namespace)] : []),
		...egressPolicies.map((policy) => egressPolicy(policy, addresses)),
		configMap(namespace, labels, Object.fromEntries(corefiles)),
		daemonSet(settings, target, processes, namespace),
	];
}

function articleBundle(settings: BundleSettings, namespace: string): KubernetesObject[] {
	if (settings.engine !== "node-cache") {
		throw new LocaldnsError("LDNS407", `profile article does not go with engine ${settings.engine}`, {
			hint: "localdns render --profile article --engine node-cache",
		});
	}
	const target = engineVersion(settings.engine, settings.engineVersion ?? articleVersion);
	const plan = planNodeCorefile(settings, target.coreDns);
	const corefile = printCorefile(buildNodeCorefile({ ...settings, engineVersion: target.version }));
	return [
		serviceAccount(namespace, articleLabels),
		configMap(namespace, articleLabels, { [corefileKey]: corefile }),
		articleDaemonSet(namespace, cacheImage(target), plan.healthAddress),
	];
}
