import type { ApiObject } from "./api-object.ts";
import { type FieldOwner, fieldOwners } from "./field-owners.ts";

/** A ConfigMap's texts, and who wrote them. */
export interface ClusterConfigMap {
	readonly data: Readonly<Record<string, string>>;
	readonly owners: readonly FieldOwner[];
}

/** Reads a ConfigMap; binary data is left out. */
export const readConfigMap = (object: ApiObject): ClusterConfigMap => ({
	data: (object as { data?: Readonly<Record<string, string>> }).data ?? {},
	owners: fieldOwners(object),
});
