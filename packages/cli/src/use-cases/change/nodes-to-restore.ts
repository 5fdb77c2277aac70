import {
	type ClusterNode,
	type ClusterSnapshot,
	cacheAddresses,
	nameserversOf,
} from "@localdns/core/cluster";
import type { NodeRecords } from "@localdns/core/plan";
import type { NodeToRestore } from "../../removal.ts";

/** Which nodes have to be given back, and what is odd about the others. */
export interface NodesToRestore {
	/** Agents before servers, by name. */
	readonly nodes: readonly NodeToRestore[];
	/** Turned once and no longer in the cluster: their files are as they were left. */
	readonly gone: readonly string[];
}

/**
 * Nodes that were turned, or that hand out an address of the cache whoever made them. An address that the cache shares
 * with the cluster DNS (mode intercept) says nothing about a node.
 */
export function nodesToRestore(snapshot: ClusterSnapshot, records: NodeRecords): NodesToRestore {
	const nodes = snapshot.nodes.known ? snapshot.nodes.value : [];
	const own = ownAddresses(snapshot);
	const names = new Set(nodes.map(({ name }) => name));
	return {
		nodes: nodes
			.flatMap((node): NodeToRestore[] => {
				const why = whyRestore(node, snapshot, records, own);
				const { name, role, notReady } = node;
				return why === undefined ? [] : [{ node: name, role, why, notReady }];
			})
			.toSorted(inOrder),
		gone: [...records].flatMap(([name, { state }]) =>
			state === "returned" || names.has(name) ? [] : [name],
		),
	};
}

/** Addresses that only the cache has. */
export function ownAddresses(snapshot: ClusterSnapshot): readonly string[] {
	const { service } = snapshot.clusterDns;
	const shared = service.known ? (service.value?.addresses ?? []) : [];
	return cacheAddresses(snapshot).filter((address) => !shared.includes(address));
}

function whyRestore(
	node: ClusterNode,
	snapshot: ClusterSnapshot,
	records: NodeRecords,
	own: readonly string[],
): NodeToRestore["why"] | undefined {
	const record = records.get(node.name);
	if (record?.state === "turned") return "turned";
	if (record?.state === "turning" || record?.state === "returning") return "interrupted";
	const handsOut = nameserversOf(node, snapshot) ?? [];
	return handsOut.some((address) => own.includes(address)) ? "no-record" : undefined;
}

const inOrder = (a: NodeToRestore, b: NodeToRestore): number => {
	if (a.role !== b.role) return a.role === "agent" ? -1 : 1;
	return a.node < b.node ? -1 : 1;
};
