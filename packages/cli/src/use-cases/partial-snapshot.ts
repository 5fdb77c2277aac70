import { type ClusterSnapshot, known, unread } from "@localdns/core/cluster";
import type { RbacCommand } from "@localdns/core/manifests";

type Value<R> = R extends { readonly known: true; readonly value: infer T } ? T : never;

/** What a command has read; the rest it has no need of. An object that is not there is named with `undefined`. */
export interface SnapshotParts {
	readonly nodes: Value<ClusterSnapshot["nodes"]>;
	readonly pods?: Value<ClusterSnapshot["pods"]>;
	readonly clusterDns: {
		readonly [K in "service" | "configuration" | "noted"]?: Value<ClusterSnapshot["clusterDns"][K]>;
	};
	readonly cache: {
		readonly [K in "daemonSet" | "configuration"]: Value<ClusterSnapshot["cache"][K]>;
	};
}

/** A snapshot of a cluster that was not looked at as a whole: what is left out counts as not known. */
export function partialSnapshot(
	command: RbacCommand,
	namespace: string,
	{ nodes, pods, clusterDns, cache }: SnapshotParts,
): ClusterSnapshot {
	const notAsked = unread(`${command} does not ask for it`);
	const reading = <K extends keyof SnapshotParts["clusterDns"]>(key: K) =>
		key in clusterDns ? known(clusterDns[key]) : notAsked;
	return {
		serverVersion: notAsked,
		rights: { command, answers: notAsked },
		nodes: known(nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1))),
		pods: pods === undefined ? notAsked : known(pods),
		egressRules: notAsked,
		kubeletDns: new Map(),
		nodeFacts: new Map(),
		clusterDns: {
			service: reading("service"),
			deployment: notAsked,
			endpoints: notAsked,
			configuration: reading("configuration"),
			custom: notAsked,
			noted: reading("noted"),
		},
		cache: {
			namespace,
			daemonSet: known(cache.daemonSet),
			configuration: known(cache.configuration),
			upstreamService: notAsked,
		},
	};
}
