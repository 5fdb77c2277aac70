import { readdirSync, readFileSync } from "node:fs";
import type { ApiObject } from "../../src/cluster/index.ts";
import type { KubernetesObject } from "../../src/manifests/index.ts";

const folder = new URL("../fixtures/live/", import.meta.url);

/** A bundle and what an API server (1.34.2) made of it when it was applied by `localdns`. */
export interface Applied {
	readonly name: string;
	readonly wanted: readonly KubernetesObject[];
	readonly live: readonly ApiObject[];
}

export const applied: readonly Applied[] = readdirSync(folder).map((name) => ({
	name,
	...(JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Omit<Applied, "name">),
}));

/** Both sides of one object of the resilient bundle of engine node-cache. */
export function pair(kind: string): { readonly wanted: KubernetesObject; readonly live: ApiObject } {
	const bundle = applied.find(({ name }) => name.startsWith("resilient-node-cache"));
	const index = bundle?.wanted.findIndex((object) => object.kind === kind) ?? -1;
	const [wanted, live] = [bundle?.wanted[index], bundle?.live[index]];
	if (wanted === undefined || live === undefined) throw new Error(`no ${kind}`);
	return structuredClone({ wanted, live });
}

/** Sets a value deep inside of a copy; a number is an index. */
export function withValue<T extends object>(
	object: T,
	path: readonly (string | number)[],
	value: unknown,
): T {
	const copy = structuredClone(object);
	let place = copy as Record<string | number, unknown>;
	for (const step of path.slice(0, -1)) {
		place[step] ??= {};
		place = place[step] as Record<string | number, unknown>;
	}
	const last = path.at(-1) as string | number;
	if (value === undefined) delete place[last];
	else place[last] = value;
	return copy;
}

/** An object that another manager has written as well. */
export const writtenBy = (live: ApiObject, manager: string, fieldsV1: object): ApiObject => ({
	...live,
	metadata: {
		...live.metadata,
		managedFields: [...(live.metadata?.managedFields ?? []), { manager, operation: "Update", fieldsV1 }],
	},
});
