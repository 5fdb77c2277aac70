import type { ClusterNode } from "../cluster/node.ts";
import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import type { NodeLeft, NodeTurn } from "./install-plan.ts";
import type { NodeRecords } from "./node-record.ts";
import { type NodeState, nodeStates } from "./node-state.ts";

/** Which nodes are to be turned, and how. */
export interface TurnSettings {
	/** Nameservers that turned nodes hand out, one to three. */
	readonly addresses: readonly string[];
	/** Names of those that may be turned; undefined for all. */
	readonly nodes?: readonly string[];
	/** Turned first. @default the first in order */
	readonly canary?: string;
	/** Takes over an entry that was written by hand. */
	readonly adopt: boolean;
	/** Whether nodes that are not Ready may be left without the install being incomplete. */
	readonly skipUnready: boolean;
}

/** The nodes in the order of their turns, and the others with why they are left. */
export function planTurns(
	snapshot: ClusterSnapshot,
	records: NodeRecords,
	settings: TurnSettings,
): { readonly turns: readonly NodeTurn[]; readonly left: readonly NodeLeft[] } {
	const { canary, nodes: selected } = settings;
	const isSelected = selected === undefined ? undefined : new Set(selected);
	const stateOf = nodeStates(snapshot, records, settings.addresses);
	const turns: NodeTurn[] = [];
	const left: NodeLeft[] = [];
	for (const node of snapshot.nodes.known ? snapshot.nodes.value : []) {
		const { name, role } = node;
		const decision = decide(node, stateOf(node), isSelected?.has(name) !== false, settings);
		if ("why" in decision) turns.push({ node: name, role, canary: false, why: decision.why });
		else left.push({ node: name, ...decision });
	}
	const ordered = turns.toSorted((a, b) => place(a, canary) - place(b, canary) || byName(a, b));
	return {
		turns: ordered.map((turn, index) => ({ ...turn, canary: index === 0 })),
		left: left.toSorted(byName),
	};
}

const place = ({ node, role }: NodeTurn, canary: string | undefined): number =>
	node === canary ? 0 : role === "agent" ? 1 : 2;

const byName = (a: { readonly node: string }, b: { readonly node: string }): number =>
	a.node < b.node ? -1 : 1;

type Decision = Pick<NodeTurn, "why"> | Omit<NodeLeft, "node">;

function decide(
	{ notReady, isK3s }: ClusterNode,
	{ handsOut, nameservers, interrupted, recorded }: NodeState,
	isSelected: boolean,
	{ adopt, skipUnready }: TurnSettings,
): Decision {
	const isDone = handsOut === "cache" && !interrupted && (recorded || !adopt);
	if (isDone) {
		return { because: `hands out the cache already${recorded ? "" : ", turned by hand"}`, well: true };
	}
	if (!isSelected) return { because: "is not among the nodes selected", well: !interrupted };
	if (notReady !== undefined) return { because: `is not Ready: ${notReady}`, well: skipUnready };
	if (!isK3s) return { because: "is not run by K3s, so its kubelet is configured otherwise", well: false };
	if (handsOut === "foreign") {
		return { because: `has been given another cluster DNS by hand: ${nameservers.join(", ")}`, well: false };
	}
	if (interrupted) return { why: "interrupted" };
	return { why: handsOut === "former-cache" ? "other-addresses" : "not-yet" };
}
