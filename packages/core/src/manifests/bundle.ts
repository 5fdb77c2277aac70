import { engineVersion } from "../corefile/engines.ts";
import { buildNodeCorefile } from "../corefile/node-corefile.ts";
import { type NodeCorefilePlan, planNodeCorefile } from "../corefile/node-corefile-settings.ts";
import { printCorefile } from "../corefile/print.ts";
import { LocaldnsError } from "../errors.ts";
import { articleDaemonSet, articleLabels } from "./article-daemon-set.ts";
import type { BundleSettings } from "./bundle-settings.ts";
import { configMap } from "./config-map.ts";
import { daemonSet } from "./daemon-set.ts";
import { engineImage } from "./images.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { metricsService } from "./metrics-service.ts";
import { labels } from "./names.ts";
import { serviceAccount } from "./service-account.ts";
import { upstreamService } from "./upstream-service.ts";

/** The article's image, two minor versions of CoreDNS behind. */
const articleVersion = "1.26.4";

/**
 * Every object of the cache, in apply order: an object comes after those that it needs.
 *
 * @throws LocaldnsError LDNS401–LDNS405 as buildNodeCorefile, LDNS407 for an engine, mode and profile
 * that do not go together
 */
export function renderBundle(settings: BundleSettings): KubernetesObject[] {
	const { namespace = "kube-system" } = settings;
	if (settings.profile === "article") return articleBundle(settings, namespace);
	const target = engineVersion(settings.engine, settings.engineVersion);
	const plan = planNodeCorefile(settings, target.coreDns);
	const corefile = printCorefile(buildNodeCorefile(settings));
	const scraped = isScraped(plan);
	return [
		serviceAccount(namespace, labels),
		...(plan.mode === "intercept" ? [upstreamService(namespace)] : []),
		...(scraped ? [metricsService(namespace)] : []),
		configMap(namespace, labels, corefile),
		daemonSet(plan, target, namespace, corefile, scraped),
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
		configMap(namespace, articleLabels, corefile),
		articleDaemonSet(namespace, engineImage(target), plan.localAddress),
	];
}

/** The add-on's Corefile has metrics on every address; in `resilient` it is a setting. */
const isScraped = ({ profile, metrics }: NodeCorefilePlan): boolean =>
	profile === "upstream" || metrics === "node";
