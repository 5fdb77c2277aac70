export { renderBundle } from "./bundle.ts";
export type { BundleSettings } from "./bundle-settings.ts";
export { type Combination, combinations } from "./combinations.ts";
export { type EgressPolicySettings, egressPolicy } from "./egress-policy.ts";
export type { ImageSettings } from "./images.ts";
export type { Inventory, InventoryEntry } from "./inventory.ts";
export { type HealthCheckSettings, healthCheckCronJob } from "./jobs/health-check-cron-job.ts";
export {
	benchNamespaceLabel,
	type LinkWatchSettings,
	linkWatchLabels,
	linkWatchPods,
} from "./jobs/link-watch-pods.ts";
export {
	type NodeConfigJobSettings,
	nodeConfigJob,
	nodeConfigLabels,
	nodeProgramConfigMap,
} from "./jobs/node-config-job.ts";
export {
	type NodeFactsPodSettings,
	nodeFactsConfigMap,
	nodeFactsLabels,
	nodeFactsPod,
} from "./jobs/node-facts-pod.ts";
export {
	type ProbeImage,
	type ProbeResolver,
	type ProbeSettings,
	probeLabels,
	probePods,
	startAnnotation,
} from "./jobs/probe-pods.ts";
export { type Program, programConfigMap } from "./jobs/program.ts";
export {
	type VerificationConfigMaps,
	type VerificationPodSettings,
	verificationConfigMaps,
	verificationLabels,
	verificationPod,
} from "./jobs/verification-pod.ts";
export type { KubernetesObject } from "./kubernetes-object.ts";
export { fixManifests } from "./lint/fix-manifests.ts";
export { lintManifests } from "./lint/lint-manifests.ts";
export { fixText, isManifest, lintText } from "./lint/lint-text.ts";
export type { Resources } from "./memory.ts";
export {
	benchLockName,
	benchNamespace,
	cacheName,
	cacheNamespace,
	clusterDnsNamespace,
	fieldManager,
	healthCheckName,
	healthCheckNamespace,
	historyName,
	inventoryName,
	lockName,
	managedBy,
	nodeConfigNamespace,
	nodeRecordsName,
	receiversName,
	setAsideName,
	stagedByBench,
	upstreamServiceName,
	verifyNamespace,
} from "./names.ts";
export { namespaceObject } from "./namespace.ts";
export {
	permissionsFor,
	type RbacCommand,
	type RbacPlaces,
	rbacCommands,
} from "./rbac/command-permissions.ts";
export type { Permission, Scope, Subject } from "./rbac/permission.ts";
export { type RbacSettings, rbacFor } from "./rbac/rbac-for.ts";
export { serializeJson, serializeYaml, yamlDocument } from "./serialize.ts";
export type { Toleration } from "./tolerations.ts";
