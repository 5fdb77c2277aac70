import { LocaldnsError } from "@localdns/core";
import type { ClusterSnapshot, Reading } from "@localdns/core/cluster";
import type { NodeRecords, WorkloadPods } from "@localdns/core/plan";
import type { NodeToRestore, RollbackPlan } from "../../removal.ts";
import { nodesToRestore } from "./nodes-to-restore.ts";

/** What rollback and uninstall see before they begin. */
export interface Installation {
	readonly snapshot: ClusterSnapshot;
	readonly records: NodeRecords;
	/** Pods that may ask the cache, workload by workload. */
	readonly asking: readonly WorkloadPods[];
}

/**
 * Which nodes are given back.
 *
 * @param only names of nodes; undefined for all
 * @throws LocaldnsError LDNS744 a node that does not exist, LDNS745 nodes that could not be listed
 */
export function planRollback(
	{ snapshot, records }: Installation,
	only: readonly string[] | undefined,
): RollbackPlan {
	const there = listed(snapshot.nodes, "nodes")
		.map(({ name }) => name)
		.toSorted();
	const strange = only?.find((name) => !there.includes(name));
	if (strange !== undefined) {
		throw new LocaldnsError("LDNS744", `there is no node ${JSON.stringify(strange)}`, {
			reason: `nodes are ${some(there)}`,
		});
	}
	const { nodes, gone } = nodesToRestore(snapshot, records);
	const chosen = nodes.filter(({ node }) => only?.includes(node) !== false);
	const ready = chosen.filter(({ notReady }) => notReady === undefined);
	const known = new Set(chosen.map(({ node }) => node));
	return {
		nodes: ready,
		unready: chosen.filter(({ notReady }) => notReady !== undefined),
		warnings: [
			...ready.flatMap(({ node, why }) =>
				why === "no-record" ? [`${node} hands out the cache, and no turn of localdns is on record`] : [],
			),
			...(only ?? []).flatMap((name) =>
				known.has(name) ? [] : [`${name} hands out the cluster DNS already: nothing to give back`],
			),
			...(only === undefined ? gone : []).map(
				(name) =>
					`${name} was turned and is no longer in the cluster; before it joins again: localdns node-config revert (on that node)`,
			),
			...(ready.filter(({ role }) => role === "server").length > 0 && serverCount(snapshot) === 1
				? ["the only server restarts K3s, so the API server is away for some seconds; pods go on"]
				: []),
		],
	};
}

/** @throws LocaldnsError LDNS745 */
export function listed<T>(reading: Reading<readonly T[]>, what: string): readonly T[] {
	if (reading.known) return reading.value;
	throw new LocaldnsError("LDNS745", `${what} could not be listed`, { reason: reading.because });
}

/**
 * Why nodes that do not report stand in the way.
 *
 * @param without command that does what can be done without them, unless it was just that one
 */
export function unreadyError(nodes: readonly NodeToRestore[], without?: string): LocaldnsError {
	const names = some(nodes.map(({ node }) => node));
	const [first] = nodes;
	// A run that was killed leaves a node in whose K3s is just restarting: that passes by itself.
	const mayPass = nodes.every(({ why }) => why === "interrupted");
	const later = "the same command again once it is Ready";
	const reason = `not Ready: ${first?.notReady ?? "its kubelet has reported nothing"}`;
	return new LocaldnsError("LDNS741", `${names}: hands out the cache, and cannot be given back`, {
		reason: mayPass ? `${reason}; a change was begun there, so K3s may just be restarting` : reason,
		hint: without === undefined ? later : mayPass ? `${later}; else: ${without}` : without,
	});
}

/** Why nodes that were given back, and hand out the cache all the same, stand in the way. */
export function ownEntryError(nodes: readonly NodeToRestore[]): LocaldnsError {
	const names = some(nodes.map(({ node }) => node));
	return new LocaldnsError("LDNS741", `${names}: hands out the cache by an entry that is not localdns'`, {
		reason: "K3s' configuration there named it before localdns was installed, and has its former bytes again",
		hint: "take cluster-dns out of kubelet-arg on these nodes, restart K3s there, then: localdns uninstall",
	});
}

const serverCount = ({ nodes }: ClusterSnapshot): number =>
	nodes.known ? nodes.value.filter(({ role }) => role === "server").length : 0;

/** Names for a sentence, the first ten of them. */
function some(names: readonly string[]): string {
	const shown = names.slice(0, 10).join(", ");
	return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
