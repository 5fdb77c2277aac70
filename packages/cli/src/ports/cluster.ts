import type { AccessAnswer, AccessQuestion, ApiObject } from "@localdns/core/cluster";

/** Which cluster is asked, in words that may be shown: no secret is in them. */
export interface ClusterPlace {
	readonly context: string;
	/** URL of the API server. */
	readonly server: string;
}

/**
 * Reads a cluster. Every method may throw LDNS601–LDNS607; of these LDNS604 (forbidden) and LDNS606 (too slow) are about
 * the one question, the others about the cluster.
 */
export interface ClusterReader {
	readonly place: ClusterPlace;
	/** Such as `v1.34.2+k3s1`. */
	serverVersion(): Promise<string>;
	/** @returns undefined where there is no such object */
	get(path: string): Promise<ApiObject | undefined>;
	/**
	 * Lists page by page, so that no more than a page is held as it came.
	 * @param path with its query, if any
	 * @param read what is kept of an object; undefined for nothing
	 */
	list<T>(path: string, read: (object: ApiObject) => T | undefined): Promise<T[]>;
	/** Asks about each right by itself. */
	mayI(questions: readonly AccessQuestion[]): Promise<AccessAnswer[]>;
	/** Lets go of connections. */
	close(): void;
}
