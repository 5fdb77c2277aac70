import { cacheChecks } from "./cache.ts";
import { type Check, categories } from "./check.ts";
import { clusterDnsServiceChecks } from "./cluster-dns-service.ts";
import { corednsConfigurationChecks } from "./coredns-configuration.ts";
import { kubeletChecks } from "./kubelets.ts";
import { networkChecks } from "./network.ts";
import { nodeAbilityChecks } from "./node-abilities.ts";
import { overlayChecks } from "./overlay.ts";
import { rightsChecks } from "./rights.ts";
import { tailscaleChecks } from "./tailscale-on-nodes.ts";
import { turnedNodesChecks } from "./turned-nodes.ts";
import { versionChecks } from "./versions.ts";

/** Every check, by category and code. */
export const checks: readonly Check[] = [
	...rightsChecks,
	...versionChecks,
	...clusterDnsServiceChecks,
	...corednsConfigurationChecks,
	...kubeletChecks,
	...networkChecks,
	...overlayChecks,
	...tailscaleChecks,
	...nodeAbilityChecks,
	...cacheChecks,
	...turnedNodesChecks,
].toSorted((a, b) => categories.indexOf(a.category) - categories.indexOf(b.category));
