import type { KubernetesObject } from "../kubernetes-object.ts";

/** Where a right holds: in the whole cluster, or in one namespace. */
export type Scope = { readonly cluster: true } | { readonly namespace: string };

/** One right that a command needs: a line of its role, and of the table that is checked before it begins. */
export interface Permission {
	readonly scope: Scope;
	/** "" for the core group. */
	readonly group: string;
	/** With a subresource behind a slash: `pods/log`. */
	readonly resource: string;
	readonly verbs: readonly string[];
	/** The objects that are meant. `create` and most lists cannot be narrowed to names. @default all */
	readonly names?: readonly string[];
	/** What for, in words that end a sentence: "Needed to …". */
	readonly purpose: string;
}

/** A rule of a Role or ClusterRole. */
const ruleOf = ({ group, resource, verbs, names }: Permission) => ({
	apiGroups: [group],
	resources: [resource],
	verbs,
	...(names === undefined ? {} : { resourceNames: names }),
});

/** Who gets the rights. */
export interface Subject {
	readonly kind: "User" | "Group" | "ServiceAccount";
	readonly name: string;
	/** Of a ServiceAccount. */
	readonly namespace?: string;
}

/** A subject of a binding. */
const subjectOf = ({ kind, name, namespace }: Subject) =>
	kind === "ServiceAccount"
		? { kind, name, namespace }
		: { apiGroup: "rbac.authorization.k8s.io", kind, name };

const rbacVersion = "rbac.authorization.k8s.io/v1";

/**
 * The roles that hold these permissions, one per namespace and one for the cluster, and their bindings. Permissions of
 * the whole cluster come first, namespaces in their order of appearance.
 */
export function rolesFor(
	name: string,
	permissions: readonly Permission[],
	subject: Subject,
	labels: Readonly<Record<string, string>>,
): KubernetesObject[] {
	const keyOf = ({ scope }: Permission): string => ("cluster" in scope ? "" : scope.namespace);
	const keys = [...new Set(permissions.map(keyOf))].sort((a, b) => Number(a !== "") - Number(b !== ""));
	return keys.flatMap((key) => {
		const kind = key === "" ? "ClusterRole" : "Role";
		const metadata = { name, ...(key === "" ? {} : { namespace: key }), labels };
		const rules = permissions.filter((permission) => keyOf(permission) === key).map(ruleOf);
		return [
			{ apiVersion: rbacVersion, kind, metadata, rules },
			{
				apiVersion: rbacVersion,
				kind: `${kind}Binding`,
				metadata,
				roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name },
				subjects: [subjectOf(subject)],
			},
		];
	});
}
