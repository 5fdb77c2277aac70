import type { KubernetesObject } from "../manifests/kubernetes-object.ts";
import type { ObjectRef } from "./object-ref.ts";

/** A field before and after, by its path with list keys: `spec.template.spec.containers[name=node-cache].image`. */
export interface FieldChange {
	readonly path: string;
	/** Undefined where there is none. */
	readonly from: unknown;
	readonly to: unknown;
	/** Other managers that own it now; applying it is a conflict. */
	readonly owners: readonly string[];
}

/** What applying an object would do to the cluster. */
export type ObjectChange =
	| { readonly kind: "create"; readonly object: KubernetesObject }
	| { readonly kind: "unchanged"; readonly object: KubernetesObject }
	| { readonly kind: "update"; readonly object: KubernetesObject; readonly fields: readonly FieldChange[] }
	/** There is one that localdns did not make; `managers` made it. */
	| {
			readonly kind: "adopt";
			readonly object: KubernetesObject;
			readonly fields: readonly FieldChange[];
			readonly managers: readonly string[];
	  }
	/** In the inventory, and no longer among the objects. */
	| { readonly kind: "delete"; readonly ref: ObjectRef };
