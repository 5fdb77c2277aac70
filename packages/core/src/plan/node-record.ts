/**
 * What is remembered of a node that was, is being or is to be turned: an entry of ConfigMap `node-local-dns-nodes`. A
 * node without one was never touched.
 */
export interface NodeRecord {
	/**
	 * `turning`: a turn was begun, and its end is not known. `turned`: new pods ask the cache. `returning`: a way back
	 * was begun. `returned`: back at the cluster DNS; remembered for the pods that were made meanwhile.
	 */
	readonly state: "turning" | "turned" | "returning" | "returned";
	/** Nameservers that the node's new pods are given while it is turned. */
	readonly addresses: readonly string[];
	/** ISO 8601. From here on pods may have the cache's address. */
	readonly turningAt: string;
	/** From here on pods surely have it. Absent while turning. */
	readonly turnedAt?: string;
	/** From here on pods surely have the cluster DNS again. */
	readonly returnedAt?: string;
}

/** Records by the name of their node. */
export type NodeRecords = ReadonlyMap<string, NodeRecord>;
