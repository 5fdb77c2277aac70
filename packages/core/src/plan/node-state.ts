import { cacheAddresses } from "../cluster/installed-cache.ts";
import type { ClusterNode } from "../cluster/node.ts";
import { nameserversOf } from "../cluster/node-dns.ts";
import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import type { NodeRecords } from "./node-record.ts";

/**
 * What a node gives its new pods. `cache`: the addresses that are wanted, all of them and in order; `former-cache`:
 * others of the cache's, or besides them; `foreign`: neither the cache nor the cluster DNS.
 */
export type HandsOut = "cache" | "former-cache" | "cluster-dns" | "foreign";

/** How a node stands, as it says itself and as is on record. */
export interface NodeState {
	readonly handsOut: HandsOut;
	/** What it names; empty where nothing is named, which on K3s means the cluster DNS. */
	readonly nameservers: readonly string[];
	/** Whether a turn, or a way back, was begun and its end is not on record. */
	readonly interrupted: boolean;
	/** Whether localdns turned it. Otherwise it was done by hand, on the node. */
	readonly recorded: boolean;
}

/**
 * Reads how nodes stand. Made once for a snapshot, and asked for each node.
 *
 * @param addresses nameservers that turned nodes are to hand out
 */
export function nodeStates(
	snapshot: ClusterSnapshot,
	records: NodeRecords,
	addresses: readonly string[],
): (node: ClusterNode) => NodeState {
	const { service } = snapshot.clusterDns;
	const clusterDns = new Set(service.known ? service.value?.addresses : []);
	const ours = new Set([...addresses, ...cacheAddresses(snapshot)].filter((each) => !clusterDns.has(each)));
	return (node) => {
		const record = records.get(node.name);
		const nameservers = nameserversOf(node, snapshot) ?? [];
		const isOurs = (address: string) =>
			ours.has(address) || (record?.addresses.includes(address) === true && !clusterDns.has(address));
		const handsOut = (): HandsOut => {
			if (nameservers.join() === addresses.join()) return "cache";
			if (nameservers.some(isOurs)) return "former-cache";
			return nameservers.every((address) => clusterDns.has(address)) ? "cluster-dns" : "foreign";
		};
		return {
			handsOut: handsOut(),
			nameservers,
			interrupted: record?.state === "turning" || record?.state === "returning",
			recorded: record?.state === "turned",
		};
	};
}
