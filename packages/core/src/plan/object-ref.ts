import type { KubernetesObject } from "../manifests/kubernetes-object.ts";

/** Which object, as a manifest names it. */
export interface ObjectRef {
	readonly apiVersion: string;
	readonly kind: string;
	/** Absent for an object of the whole cluster. */
	readonly namespace?: string;
	readonly name: string;
}

/** The reference to an object. */
export const refOf = ({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): ObjectRef => ({
	apiVersion,
	kind,
	...(namespace === undefined ? {} : { namespace }),
	name,
});

/** An object in words: `DaemonSet kube-system/node-local-dns`. */
export const refText = ({ kind, namespace, name }: ObjectRef): string =>
	`${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
