import type { ApiObject } from "@localdns/core/cluster";
import type { ObjectRef } from "@localdns/core/plan";
import { MemoryCluster } from "./memory-cluster.ts";

/** Objects in memory, of which a test says what becomes of their pods; a namespace takes along what is in it. */
export class ScriptedPods extends MemoryCluster {
	/** Status of a pod, by its node and name; undefined leaves it as it was made. */
	statusOf: (node: string, pod: string) => object | undefined = () => undefined;
	readonly reads: string[] = [];

	ofKind(kind: string): ApiObject[] {
		return [...this.objects.values()].filter((object) => object.kind === kind);
	}

	override async get(path?: string): Promise<ApiObject | undefined> {
		this.reads.push(path ?? "");
		const kind = path?.includes("/nodes/") ? "Node" : "ConfigMap";
		return this.ofKind(kind).find(({ metadata }) => metadata?.name === path?.split("/").at(-1));
	}

	override async list<T>(path?: string, read?: (object: ApiObject) => T | undefined): Promise<T[]> {
		this.reads.push(path ?? "");
		const kinds = { pods: "Pod", configmaps: "ConfigMap", services: "Service" };
		const [, kind = ""] = Object.entries(kinds).find(([plural]) => path?.includes(`/${plural}`)) ?? [];
		return this.ofKind(kind).flatMap((object) => {
			const status = kind === "Pod" ? this.statusOf(nodeOf(object), object.metadata?.name ?? "") : undefined;
			const kept = read?.(status === undefined ? object : { ...object, status });
			return kept === undefined ? [] : [kept];
		});
	}

	override async delete(ref: ObjectRef, uid?: string): Promise<boolean> {
		const was = await super.delete(ref, uid);
		if (ref.kind === "Namespace")
			for (const [key, { metadata }] of this.objects)
				if (metadata.namespace === ref.name) this.objects.delete(key);
		return was;
	}
}

/** By the only field that its pods are placed by. */
function nodeOf(pod: ApiObject): string {
	const [, node = ""] =
		/"matchFields":\[\{"key":"metadata.name","operator":"In","values":\["([^"]+)"\]/.exec(
			JSON.stringify(pod),
		) ?? [];
	return node;
}
