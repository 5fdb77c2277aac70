import type { AccessAnswer, AccessQuestion, ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";

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

interface ApplyOptions {
	/** Takes fields from other managers instead of refusing with LDNS701. @default false */
	readonly force?: boolean;
	/** Everything but the writing, admission included. @default false */
	readonly dryRun?: boolean;
}

/**
 * Reads and changes a cluster. Besides the reader's errors: LDNS701 another manager owns a field, LDNS702 the API server
 * or a webhook refuses the object, LDNS703 a quota is exhausted, LDNS706 there is no such namespace.
 */
export interface Cluster extends ClusterReader {
	/** The object as it is now. @returns undefined where there is none */
	read(ref: ObjectRef): Promise<ApiObject | undefined>;
	/** Server-side apply as field manager `localdns`, strictly validated. @returns the object as it is now */
	apply(object: KubernetesObject, options?: ApplyOptions): Promise<ApiObject>;
	/** @returns undefined where there is one of that name already */
	create(object: KubernetesObject, options?: { readonly dryRun?: boolean }): Promise<ApiObject | undefined>;
	/** Merge patch (RFC 7386). @returns undefined where there is no such object, or it changed since `resourceVersion` */
	patch(ref: ObjectRef, change: object, resourceVersion?: string): Promise<ApiObject | undefined>;
	/**
	 * With what depends on it. It is not gone yet when this returns.
	 * @param uid only where it is this very object
	 * @returns false where there was none
	 */
	delete(ref: ObjectRef, uid?: string): Promise<boolean>;
	/**
	 * Passes the fields that client-side managers own to `localdns`, so that the next apply takes out what it no longer
	 * names. Nothing but who owns what is changed.
	 * @param managers such as `kubectl-client-side-apply`; their entries of other operations and subresources stay
	 * @returns undefined where there is no such object
	 */
	takeOver(ref: ObjectRef, managers: readonly string[]): Promise<ApiObject | undefined>;
	/** What a container of a pod has printed so far, at most `limitBytes` of it from the start. */
	log(namespace: string, pod: string, limitBytes: number): Promise<string>;
	/**
	 * A stretch of what a container of a pod has printed, each line behind its time and a space (RFC 3339, with
	 * nanoseconds, by the node's clock). The last line may be cut.
	 * @param since lines of this second and after; all when undefined
	 * @returns undefined where there is no such pod; the empty text where its container has not begun
	 */
	logSince(
		namespace: string,
		pod: string,
		range: { readonly since: string | undefined; readonly limitBytes: number },
	): Promise<string | undefined>;
	/** Requests sent so far, for the bound on what an install costs the API server. */
	readonly requests: number;
}
