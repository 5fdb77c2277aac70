import { familyOf } from "./ip-family.ts";
import { nodeAddresses } from "./node-addresses.ts";
import type { NodeCorefileSettings } from "./node-corefile-settings.ts";

/**
 * The processes that are the cache of one node, as the settings of each one's Corefile: one, or for node-cache with
 * both IP families two, because a process of it serves one. The second has the metrics port after the first's.
 *
 * @throws LocaldnsError LDNS460, LDNS462
 */
export function nodeProcesses<S extends NodeCorefileSettings>(settings: S): readonly S[] {
	const { local, clusterDns } = nodeAddresses(settings);
	if (settings.engine !== "node-cache" || local.length === 1) return [settings];
	return local.map((localAddress, index) => ({
		...settings,
		ipFamily: familyOf(localAddress),
		localAddress,
		clusterDns: clusterDns[index] as string,
		metricsPort: (settings.metricsPort ?? 9253) + index,
	}));
}
