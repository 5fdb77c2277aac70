import { parseCorefile } from "../corefile/parse.ts";
import { corefileKey } from "../manifests/names.ts";
import type { ClusterSnapshot } from "./snapshot.ts";

/** Where a cache listens unless it was told otherwise. */
const usualAddress = "169.254.20.10";

/** Corefiles of the installed cache by key: one, or one per IP family. Empty where there is none. */
export function cacheCorefiles({ cache: { configuration } }: ClusterSnapshot): [key: string, text: string][] {
	if (!configuration.known) return [];
	return Object.entries(configuration.value?.data ?? {}).filter(([key]) => key.startsWith(corefileKey));
}

/**
 * Addresses that the installed cache listens on, as its Corefile binds them; without one, where a cache usually is. In
 * mode intercept that of the cluster DNS is among them.
 */
export function cacheAddresses(cluster: ClusterSnapshot): readonly string[] {
	const bound = cacheCorefiles(cluster).flatMap(([file, text]) => {
		const parsed = parseCorefile(text, { file, knownDirectives: "any" });
		if (!parsed.ok) return [];
		return parsed.corefile.blocks.flatMap(({ plugins }) =>
			plugins.flatMap(({ name, args }) => (name === "bind" ? args : [])),
		);
	});
	const addresses = bound.filter((word) => /^[\da-f.:]+$/i.test(word));
	return addresses.length === 0 ? [usualAddress] : [...new Set(addresses)];
}

/** Whether pods reach the cache at the address of the cluster DNS, so that their kubelets need no change. */
export function intercepts(cluster: ClusterSnapshot): boolean {
	const { service } = cluster.clusterDns;
	const own = service.known ? (service.value?.addresses ?? []) : [];
	return cacheAddresses(cluster).some((address) => own.includes(address));
}

/** The first of the addresses that only the cache has. */
export function cacheAddress(cluster: ClusterSnapshot): string {
	const { service } = cluster.clusterDns;
	const shared = service.known ? (service.value?.addresses ?? []) : [];
	return cacheAddresses(cluster).find((address) => !shared.includes(address)) ?? usualAddress;
}
