import { LocaldnsError } from "@localdns/core";
import type { ClusterNode } from "@localdns/core/cluster";

/** Nodes of a run, and those that were selected and cannot be measured, with why. */
export interface ChosenNodes {
	readonly measured: readonly ClusterNode[];
	readonly missing: readonly { readonly node: string; readonly reason: string }[];
}

/**
 * @param selected names; undefined for all
 * @throws LocaldnsError LDNS755 a name that no node has, LDNS330 where none is left
 */
export function chooseNodes(
	nodes: readonly ClusterNode[],
	selected: readonly string[] | undefined,
): ChosenNodes {
	const unknown = selected?.filter((name) => !nodes.some((node) => node.name === name)) ?? [];
	if (unknown.length > 0)
		throw new LocaldnsError("LDNS755", `there is no node ${unknown.join(", ")}`, {
			hint: "kubectl get nodes",
		});
	const meant = nodes.filter(({ name }) => selected?.includes(name) ?? true);
	const measured = meant.filter(({ notReady }) => notReady === undefined);
	if (measured.length === 0)
		throw new LocaldnsError(
			"LDNS330",
			meant.length === 0 ? "the cluster has no node" : "no node that was selected is Ready",
		);
	return {
		measured,
		missing: meant.flatMap(({ name, notReady }) =>
			notReady === undefined ? [] : [{ node: name, reason: `It is not Ready: ${notReady}` }],
		),
	};
}
