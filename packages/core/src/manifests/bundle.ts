import { engineVersion } from "../corefile/engines.ts";
import { buildNodeCorefile } from "../corefile/node-corefile.ts";
import { planNodeCorefile } from "../corefile/node-corefile-settings.ts";
import { printCorefile } from "../corefile/print.ts";
import { LocaldnsError } from "../errors.ts";
import { articleDaemonSet, articleLabels } from "./article-daemon-set.ts";
import type { BundleSettings } from "./bundle-settings.ts";
import { configMap } from "./config-map.ts";
import { daemonSet, isScraped } from "./daemon-set.ts";
import { type EgressPolicySettings, egressPolicy } from "./egress-policy.ts";
import { cacheImage } from "./images.ts";
import { inventory } from "./inventory.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { metricsService } from "./metrics-service.ts";
import { cacheNamespace, clusterDnsNamespace, corefileKey, labels } from "./names.ts";
import { type NodeServer, planServers } from "./node-server.ts";
import { serviceAccount } from "./service-account.ts";
import { upstreamService } from "./upstream-service.ts";

/** The article's image, two minor versions of CoreDNS behind. */
const articleVersion = "1.26.4";

/**
 * Every object of the cache, in apply order: an object comes after those that it needs, the inventory before all. The
 * profile `article` has the article's objects, so no inventory.
 *
 * @param toolVersion of localdns, for the inventory
 * @throws LocaldnsError LDNS401–LDNS405, LDNS460–LDNS465 and LDNS482 as buildNodeCorefile, LDNS407 for an engine, mode,
 * profile, IP family, namespace and settings of the objects that do not go together
 */
export function renderBundle(settings: BundleSettings, toolVersion?: string): KubernetesObject[] {
	const { namespace = cacheNamespace } = settings;
	if (settings.mode === "intercept") checkNamespace(namespace);
	if (settings.profile === "article") return articleBundle(settings, namespace);
	const objects = cacheObjects(settings, namespace);
	return [inventory(objects, namespace, toolVersion), ...objects];
}

/** The second Service selects the cluster DNS' pods, and node-cache finds it, within one namespace only. */
function checkNamespace(namespace: string): void {
	if (namespace === clusterDnsNamespace) return;
	throw new LocaldnsError("LDNS407", `mode intercept does not go with namespace ${namespace}`, {
		reason: `the second Service has to be beside the cluster DNS, in ${clusterDnsNamespace}`,
		hint: `localdns render --mode intercept --namespace ${clusterDnsNamespace}`,
	});
}

function cacheObjects(settings: BundleSettings, namespace: string): KubernetesObject[] {
	const { egressPolicies = [], trafficDistribution } = settings;
	checkEgressPolicies(egressPolicies);
	const { target, servers } = planServers(settings);
	const [first] = servers as [NodeServer];
	const addresses = servers.flatMap(({ plan }) => plan.listenOn);
	const corefiles = servers.map(({ key, corefile }) => [key, printCorefile(corefile)] as const);
	return [
		serviceAccount(namespace, labels),
		...(first.plan.mode === "intercept" ? [upstreamService(namespace, trafficDistribution)] : []),
		...(isScraped(first) ? [metricsService(servers, namespace)] : []),
		...egressPolicies.map((policy) => egressPolicy(policy, addresses)),
		configMap(namespace, labels, Object.fromEntries(corefiles)),
		daemonSet(settings, target, servers, namespace),
	];
}

/** All have one name, so that a role can name them, and the second of a namespace would replace the first. */
function checkEgressPolicies(policies: readonly EgressPolicySettings[]): void {
	const namespaces = policies.map(({ namespace }) => namespace);
	const twice = namespaces.find((namespace, index) => namespaces.indexOf(namespace) !== index);
	if (twice === undefined) return;
	throw new LocaldnsError("LDNS465", `egressPolicies: namespace ${twice} is there twice`);
}

/** What the article's objects have no place for. */
const notTheArticles = [
	"images",
	"nodeSelector",
	"tolerations",
	"resources",
	"trafficDistribution",
	"egressPolicies",
] as const satisfies readonly (keyof BundleSettings)[];

function articleBundle(settings: BundleSettings, namespace: string): KubernetesObject[] {
	const foreign = notTheArticles.find((name) => settings[name] !== undefined);
	if (foreign !== undefined) {
		throw new LocaldnsError("LDNS407", `profile article does not go with ${foreign}`, {
			reason: "its objects are the article's as they were published",
			hint: "localdns render --profile upstream",
		});
	}

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
