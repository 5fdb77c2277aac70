import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import { type ObjectRef, refOf, refText } from "@localdns/core/plan";
import type { Cluster } from "../../../src/ports/cluster.ts";

interface Stored extends ApiObject {
	readonly metadata: NonNullable<ApiObject["metadata"]> & { readonly uid: string };
}

/** Of a pod that runs. */
export const containerStatuses = [{ state: { running: {} } }];

/** The Cluster port on objects in memory; of controllers it has a DaemonSet's, which rolls at once unless told otherwise. */
export class MemoryCluster implements Cluster {
	readonly place = { context: "lab", server: "https://127.0.0.1:6443" };
	readonly objects = new Map<string, Stored>();
	/** Verb and object, in order. */
	readonly writes: string[] = [];
	/** Called before each write with what was written so far; may throw. */
	beforeWrite: (write: string) => void = () => {};
	/** Objects that stay where they are when they are deleted. */
	readonly held = new Set<string>();
	/** Nodes whose pods are made anew; all unless set. */
	updatedPods: number | undefined;
	requests = 0;
	#uids = 0;

	put(object: KubernetesObject & { readonly status?: object }): string {
		const text = refText(refOf(object));
		this.#uids += 1;
		const former = this.objects.get(text);
		const metadata = {
			...object.metadata,
			uid: former?.metadata.uid ?? `uid-${this.#uids}`,
			generation: (former?.metadata.generation ?? 0) + 1,
		};
		const status =
			object.kind === "DaemonSet"
				? {
						observedGeneration: metadata.generation,
						desiredNumberScheduled: 2,
						updatedNumberScheduled: former === undefined ? 2 : (this.updatedPods ?? 2),
						numberAvailable: 2,
					}
				: object.status;
		this.objects.set(text, { ...object, metadata, ...(status === undefined ? {} : { status }) } as Stored);
		return text;
	}

	async read(ref: ObjectRef): Promise<ApiObject | undefined> {
		this.requests += 1;
		return this.objects.get(refText(ref));
	}

	async apply(object: KubernetesObject): Promise<ApiObject> {
		this.#write(`apply ${refText(refOf(object))}`);
		return this.objects.get(this.put(object)) as ApiObject;
	}

	async create(object: KubernetesObject): Promise<ApiObject | undefined> {
		if (this.objects.has(refText(refOf(object)))) return undefined;
		this.#write(`create ${refText(refOf(object))}`);
		return this.objects.get(this.put(object));
	}

	async patch(_ref?: ObjectRef, _change?: object): Promise<ApiObject | undefined> {
		throw new Error("nothing is patched here");
	}

	async takeOver(ref: ObjectRef): Promise<ApiObject | undefined> {
		return this.objects.get(refText(ref));
	}

	async delete(ref: ObjectRef, uid?: string): Promise<boolean> {
		const text = refText(ref);
		const found = this.objects.get(text);
		if (found === undefined || (uid !== undefined && found.metadata.uid !== uid)) return false;
		this.#write(`delete ${text}`);
		if (!this.held.has(text)) this.objects.delete(text);
		return true;
	}

	/** Nothing but a pod of the cache, as long as its DaemonSet is there. */
	async list<T>(path?: string, read?: (object: ApiObject) => T | undefined): Promise<T[]> {
		const isThere = [...this.objects.values()].some(({ kind }) => kind === "DaemonSet");
		if (path?.includes("/pods?") !== true || !isThere) return [];
		const kept = read?.({ metadata: { name: "cache" }, status: { containerStatuses } } as ApiObject);
		return kept === undefined ? [] : [kept];
	}

	async get(_path: string): Promise<ApiObject | undefined> {
		return undefined;
	}

	async log(): Promise<string> {
		return "";
	}

	async logSince(): Promise<string | undefined> {
		return "";
	}

	async serverVersion(): Promise<string> {
		return "v1.34.2+k3s1";
	}

	async mayI(): Promise<never[]> {
		return [];
	}

	close(): void {}

	#write(write: string): void {
		this.beforeWrite(write);
		this.writes.push(write);
	}
}
