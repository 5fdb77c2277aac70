import type { ApiObject } from "./api-object.ts";
import { type FieldOwner, fieldOwners } from "./field-owners.ts";

/** The Deployment of the cluster DNS. */
export interface ClusterDeployment {
	readonly wanted: number;
	readonly ready: number;
	/** Of its first container. */
	readonly image: string;
	readonly owners: readonly FieldOwner[];
}

interface DeploymentObject {
	readonly spec?: {
		readonly replicas?: number;
		readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
	};
	readonly status?: { readonly readyReplicas?: number };
}

/** Reads a Deployment. */
export function readDeployment(object: ApiObject): ClusterDeployment {
	const { spec = {}, status = {} } = object as DeploymentObject;
	return {
		wanted: spec.replicas ?? 1,
		ready: status.readyReplicas ?? 0,
		image: spec.template?.spec?.containers?.[0]?.image ?? "",
		owners: fieldOwners(object),
	};
}
