import type { NodeCorefileSettings } from "../corefile/node-corefile-settings.ts";
import type { EgressPolicySettings } from "./egress-policy.ts";
import type { ImageSettings } from "./images.ts";
import type { Resources } from "./memory.ts";
import type { Toleration } from "./tolerations.ts";

/** What all objects of a cache are rendered from. Of those below the profile `article` takes the namespace only. */
export interface BundleSettings extends NodeCorefileSettings {
	/** Mode intercept needs the cluster DNS' own. @default "kube-system" */
	readonly namespace?: string;
	/** Where images come from. @default the registries of their projects, no secrets */
	readonly images?: ImageSettings;
	/** Labels that a node must have to get a cache, besides Linux. @default every node */
	readonly nodeSelector?: Readonly<Record<string, string>>;
	/** Taints that keep no cache away. @default all of them, because pods on such nodes resolve names as well */
	readonly tolerations?: readonly Toleration[];
	/** What each cache container asks for and may use at most. @default what its Corefile can fill (memory.ts) */
	readonly resources?: Resources;
	/**
	 * Which cluster DNS pods the second Service of mode intercept prefers. Kubernetes knows PreferSameZone and
	 * PreferSameNode since 1.34, PreferClose since 1.31.
	 * @default none is preferred
	 */
	readonly trafficDistribution?: "PreferSameNode" | "PreferSameZone" | "PreferClose";
	/** Namespaces whose pods an egress policy isolates and that are to reach the cache nevertheless. @default none */
	readonly egressPolicies?: readonly EgressPolicySettings[];
}
