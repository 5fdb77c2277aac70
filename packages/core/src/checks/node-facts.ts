import type { ClusterNode } from "../cluster/node.ts";
import type { NodeFacts } from "../cluster/node-facts.ts";
import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import type { TailscaleFacts } from "../tailscale/tailscale-facts.ts";
import type { Outcome } from "./check.ts";
import { bad, count, names, ok, skipped } from "./outcome.ts";
import { isTailnet } from "./tailnet.ts";

/** A node and what a pod on it found out. */
export interface FoundOn<T> {
	readonly node: string;
	readonly facts: T;
}

/**
 * Judges by what pods on the nodes found out. Where some node has told nothing the rest is judged all the same: what is
 * wrong is said, and only a clean bill becomes "nobody knows".
 */
export function fromNodes(
	{ nodeFacts }: ClusterSnapshot,
	judge: (found: readonly FoundOn<NodeFacts>[]) => Outcome,
): Outcome {
	if (nodeFacts.size === 0) return skipped("--link-info has a pod on each node find out");
	const found: FoundOn<NodeFacts>[] = [];
	const silent: { node: string; because: string }[] = [];
	for (const [node, reading] of nodeFacts) {
		if (reading.known) found.push({ node, facts: reading.value });
		else silent.push({ node, because: reading.because });
	}
	const [first] = silent;
	if (first === undefined) return judge(found);
	const because =
		nodeFacts.size === 1 ? first.because : `${names(silent.map(({ node }) => node))}: ${first.because}`;
	if (found.length === 0) return { is: "unknown", because };
	const outcome = judge(found);
	return outcome.is === "bad" ? outcome : { is: "unknown", because };
}

/** The same by what their tailscaled said, where one of them has one. */
export const fromTailscale = (
	cluster: ClusterSnapshot,
	judge: (found: readonly FoundOn<TailscaleFacts>[]) => Outcome,
): Outcome =>
	fromNodes(cluster, (found) => {
		const known = found.flatMap(({ node, facts: { tailscale } }) =>
			tailscale.is === "known" ? [{ node, facts: tailscale }] : [],
		);
		return known.length === 0 ? skipped("no node has a tailscaled that answers") : judge(known);
	});

/** Whether others reach a node by the tailnet, as the API has it. */
export function reachedByTailnet({ nodes }: ClusterSnapshot): ReadonlySet<string> {
	const all: readonly ClusterNode[] = nodes.known ? nodes.value : [];
	return new Set(all.filter(isTailnet).map(({ name }) => name));
}

/** Nodes that a sentence is true of, or that all is well. */
export const unlessAny = (
	wrong: readonly { readonly node: string; readonly text?: string }[],
	well: string,
	more: Parameters<typeof bad>[1] = {},
): Outcome =>
	wrong.length === 0
		? ok(well)
		: bad(
				`${count(wrong.length, "node")}: ${names(wrong.map(({ node, text }) => (text === undefined ? node : `${node} (${text})`)))}`,
				{ about: wrong.map(({ node, text }) => (text === undefined ? node : `${node} (${text})`)), ...more },
			);
