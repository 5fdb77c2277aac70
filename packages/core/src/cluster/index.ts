export {
	type LinkLine,
	type LinkLog,
	parseLinkLog,
	printLinkLine,
	refusalText,
	type WatchedPing,
	wayText,
} from "../tailscale/link-watch.ts";
export { type LocalApiAnswers, readTailscale } from "../tailscale/local-api.ts";
export { unwatched, type WatchedLink, watchedLink } from "../tailscale/node-link.ts";
export { type Ping, type PingAnswer, pathOf, readPing } from "../tailscale/ping.ts";
export type { TailnetPath, TailnetRoute, TailscaleFacts } from "../tailscale/tailscale-facts.ts";
export type { ApiMetadata, ApiObject, ManagedFields } from "./api-object.ts";
export { type CacheUse, cacheUse } from "./cache-use.ts";
export { type ClusterConfigMap, readConfigMap } from "./config-map.ts";
export { type CacheDaemonSet, readDaemonSet } from "./daemon-set.ts";
export { type ClusterDeployment, readDeployment } from "./deployment.ts";
export { allowsDns, type EgressRules, readEgressRules } from "./egress-rules.ts";
export { type ClusterEndpoint, readEndpoints } from "./endpoints.ts";
export type { FieldOwner } from "./field-owners.ts";
export { cacheAddress, cacheAddresses, cacheCorefiles, intercepts } from "./installed-cache.ts";
export { type KernelWords, readKernelAbilities } from "./kernel-abilities.ts";
export { isSelected, type LabelSelector } from "./label-selector.ts";
export { type ClusterNode, readNode } from "./node.ts";
export { type NodeArgs, parseNodeArgs } from "./node-args.ts";
export { namedNameservers, nameserversOf } from "./node-dns.ts";
export {
	type Ability,
	type KernelAbility,
	type NodeFacts,
	type PathTarget,
	parseNodeFacts,
	printNodeFacts,
} from "./node-facts.ts";
export { type ClusterPod, readPod } from "./pod.ts";
export { known, type Reading, unread } from "./reading.ts";
export {
	type AccessAnswer,
	type AccessQuestion,
	accessQuestions,
	accessReview,
	rightText,
} from "./rights.ts";
export { type ClusterService, readService } from "./service.ts";
export type { ClusterSnapshot } from "./snapshot.ts";
export { type KubernetesVersion, parseKubernetesVersion } from "./version.ts";
