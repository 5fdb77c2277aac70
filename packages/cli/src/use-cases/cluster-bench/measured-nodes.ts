import type { NodeFitness } from "@localdns/core/measure";
import type { MeasuredNode } from "@localdns/core/report";
import type { NodeOutcome } from "../measure-nodes/contract.ts";
import type { ChosenNodes } from "./choose-nodes.ts";

interface NodesInput {
	readonly nodes: ChosenNodes;
	readonly outcomes: ReadonlyMap<string, NodeOutcome>;
	readonly fitness: ReadonlyMap<string, NodeFitness>;
	/** Nodes on which the cluster DNS ran. */
	readonly dnsNodes: ReadonlySet<string>;
	/** Resolutions that a node was to ask, where its probe did not come to count them. */
	readonly plannedOn: (node: string) => number;
}

/** What became of every node that was to be measured, those that could not be begun among them. */
export function measuredNodes(input: NodesInput): MeasuredNode[] {
	const { nodes, outcomes, dnsNodes } = input;
	return [
		...nodes.measured.map(({ name }) => ofProbe(name, outcomes.get(name), input)),
		...nodes.missing.map(({ node, reason }) => missing(node, reason, dnsNodes, 0)),
	].toSorted((a, b) => (a.node < b.node ? -1 : 1));
}

function ofProbe(node: string, outcome: NodeOutcome | undefined, input: NodesInput): MeasuredNode {
	const { fitness, dnsNodes, plannedOn } = input;
	if (outcome === undefined || outcome.state === "missing")
		return missing(node, sentence(outcome?.reason ?? "nothing came"), dnsNodes, plannedOn(node));
	const found = fitness.get(node);
	const reasons = [...(found?.void === undefined ? [] : [found.void]), ...outcome.missing.map(sentence)];
	return {
		node,
		state: found?.void === undefined ? outcome.state : "void",
		...(reasons.length === 0 ? {} : { reason: reasons.join(" ") }),
		besideClusterDns: dnsNodes.has(node),
		planned: outcome.summary?.planned ?? plannedOn(node),
		received: found?.received ?? 0,
		latenessP99Ms: found?.latenessP99Ms ?? null,
		floorP50Ms: found?.floorP50Ms ?? null,
	};
}

const missing = (
	node: string,
	reason: string,
	dnsNodes: ReadonlySet<string>,
	planned: number,
): MeasuredNode => ({
	node,
	state: "missing",
	reason,
	besideClusterDns: dnsNodes.has(node),
	planned,
	received: 0,
	latenessP99Ms: null,
	floorP50Ms: null,
});

/** Words that may stand alone: a capital, and a full stop. */
const sentence = (words: string): string =>
	`${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
