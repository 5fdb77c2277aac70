import type { KubernetesObject } from "../kubernetes-object.ts";
import {
	benchNamespace,
	cacheNamespace,
	healthCheckNamespace,
	managedBy,
	nodeConfigNamespace,
	verifyNamespace,
} from "../names.ts";
import { namespaceObject } from "../namespace.ts";
import { permissionsFor, type RbacCommand } from "./command-permissions.ts";
import { type Permission, rolesFor, type Subject } from "./permission.ts";

/** For whom and where a command is to be allowed. */
export interface RbacSettings {
	/** Of the command's objects. @default "kube-system"; of `bench` and `health-check` one of their own */
	readonly namespace?: string;
	/** Namespaces that get an egress policy. @default none */
	readonly egressNamespaces?: readonly string[];
	/** Of doctor and bench: whether they ask nodes from pods there as well. @default false */
	readonly linkInfo?: boolean;
	/** Of bench: where the cache is that it measures. @default "kube-system" */
	readonly cacheNamespace?: string;
	/** Of bench: whether it stages a cache for a trial. @default false */
	readonly stage?: boolean;
	/** @default a ServiceAccount `localdns-run-<command>` in the namespace, which is rendered as well */
	readonly subject?: Subject;
}

const ownNamespaces: Partial<Record<RbacCommand, string>> = {
	bench: benchNamespace,
	"health-check": healthCheckNamespace,
};

/**
 * Objects that allow a command what it needs and nothing else, in apply order: namespaces that roles stand in and that
 * no cluster has by itself, the account, roles and their bindings. Empty for `render`.
 */
export function rbacFor(command: RbacCommand, settings: RbacSettings = {}): KubernetesObject[] {
	const namespace = settings.namespace ?? ownNamespaces[command] ?? cacheNamespace;
	const permissions = permissionsFor(command, {
		namespace,
		egressNamespaces: settings.egressNamespaces ?? [],
		linkInfo: settings.linkInfo ?? false,
		cacheNamespace: settings.cacheNamespace ?? cacheNamespace,
		stage: settings.stage ?? false,
	});
	if (permissions.length === 0) return [];
	const name = `localdns-run-${command}`;
	const account: Subject = { kind: "ServiceAccount", name, namespace };
	return [
		...namespacesOf(command, namespace, permissions),
		...(settings.subject === undefined
			? [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace, labels: managedBy } }]
			: []),
		...rolesFor(name, permissions, settings.subject ?? account, managedBy),
	];
}

/** A role cannot be created before its namespace. Those of others are there or are theirs to create. */
function namespacesOf(
	command: RbacCommand,
	namespace: string,
	permissions: readonly Permission[],
): KubernetesObject[] {
	const needs = (name: string): boolean =>
		permissions.some(({ scope }) => "namespace" in scope && scope.namespace === name);
	return [
		...(needs(nodeConfigNamespace) ? [namespaceObject(nodeConfigNamespace, "privileged")] : []),
		...(needs(verifyNamespace) ? [namespaceObject(verifyNamespace, "restricted")] : []),
		...(namespace === ownNamespaces[command] ? [namespaceObject(namespace, "restricted")] : []),
	];
}
