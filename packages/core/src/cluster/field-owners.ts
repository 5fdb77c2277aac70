import type { ApiObject } from "./api-object.ts";

/** A field of an object and one of those who wrote it. A field has several owners where they agree on its value. */
export interface FieldOwner {
	/** Without list keys: `data.Corefile`, `spec.template.spec.containers.image`. */
	readonly path: string;
	readonly manager: string;
}

/** Deeper than any object of the API; a tree that goes on is not one of its. */
const deepest = 40;

/** Who wrote which field (`metadata.managedFields`), status left out. */
export function fieldOwners({ metadata }: ApiObject): FieldOwner[] {
	return (metadata?.managedFields ?? []).flatMap(({ manager = "", subresource, fieldsV1 }) =>
		subresource === "status" ? [] : leaves(fieldsV1, [], 0).map((path) => ({ path, manager })),
	);
}

function leaves(tree: unknown, path: readonly string[], depth: number): string[] {
	if (typeof tree !== "object" || tree === null || depth > deepest) return [];
	const entries = Object.entries(tree).filter(([key]) => key !== ".");
	if (entries.length === 0) return [path.join(".")];
	return entries.flatMap(([key, below]) =>
		leaves(below, key.startsWith("f:") ? [...path, key.slice(2)] : path, depth + 1),
	);
}
