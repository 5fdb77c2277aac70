import type { Permission, Scope } from "./permission.ts";

/** Rights in one scope for one purpose, written as short lines: `"apps/daemonsets": ["get"]`. */
export function grant(
	scope: Scope,
	purpose: string,
	resources: Readonly<Record<string, readonly string[]>>,
	names?: readonly string[],
): Permission[] {
	return Object.entries(resources).map(([path, verbs]) => {
		const [group, resource] = groupOf(path);
		return { scope, group, resource, verbs, ...(names === undefined ? {} : { names }), purpose };
	});
}

/** Groups of the resources that have one. */
const groups: Readonly<Record<string, string>> = {
	daemonsets: "apps",
	deployments: "apps",
	jobs: "batch",
	cronjobs: "batch",
	leases: "coordination.k8s.io",
	endpointslices: "discovery.k8s.io",
	networkpolicies: "networking.k8s.io",
	roles: "rbac.authorization.k8s.io",
	rolebindings: "rbac.authorization.k8s.io",
	clusterroles: "rbac.authorization.k8s.io",
	clusterrolebindings: "rbac.authorization.k8s.io",
};

const groupOf = (resource: string): [group: string, resource: string] => [groups[resource] ?? "", resource];
