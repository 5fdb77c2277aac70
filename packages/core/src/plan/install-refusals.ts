import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import { LocaldnsError } from "../errors.ts";
import type { TurnSettings } from "./node-turns.ts";
import type { ObjectChange } from "./object-change.ts";
import { refOf, refText } from "./object-ref.ts";

/**
 * Why an install cannot be planned as it was asked for.
 *
 * @param turnsNodes whether any node would be turned
 */
export const installRefusals = (
	snapshot: ClusterSnapshot,
	objects: readonly ObjectChange[],
	settings: TurnSettings,
	turnsNodes: boolean,
): LocaldnsError[] => [
	...(settings.adopt ? [] : foreignObjects(objects)),
	...(turnsNodes ? nodeRefusals(snapshot, settings) : []),
];

const foreignObjects = (objects: readonly ObjectChange[]): LocaldnsError[] =>
	objects.flatMap((change) => {
		if (change.kind !== "adopt") return [];
		const makers = change.managers.length === 0 ? "somebody else" : change.managers.join(", ");
		return [
			new LocaldnsError("LDNS756", `${refText(refOf(change.object))} is there already`, {
				reason: `made by ${makers}`,
			}),
		];
	});

function nodeRefusals(
	{ nodes }: ClusterSnapshot,
	{ nodes: selected, canary }: TurnSettings,
): LocaldnsError[] {
	if (!nodes.known) {
		return [new LocaldnsError("LDNS757", "nodes could not be listed", { reason: nodes.because })];
	}
	const there = new Map(nodes.value.map((node) => [node.name, node]));
	const named = new Set([...(selected ?? []), ...(canary === undefined ? [] : [canary])]);
	const strange = [...named].filter((name) => !there.has(name));
	if (strange.length > 0) {
		return strange.map(
			(name) =>
				new LocaldnsError("LDNS755", `there is no node ${JSON.stringify(name)}`, {
					reason: `nodes are ${some([...there.keys()].toSorted())}`,
				}),
		);
	}
	if (canary === undefined) return [];
	if (selected?.includes(canary) === false) {
		return [
			new LocaldnsError("LDNS755", `the canary ${canary} is not among the nodes selected`, {
				reason: `selected are ${some(selected)}`,
			}),
		];
	}
	const notReady = there.get(canary)?.notReady;
	if (notReady === undefined) return [];
	return [new LocaldnsError("LDNS758", `the canary ${canary} is not Ready`, { reason: notReady })];
}

/** Names for a sentence, the first ten of them. */
function some(names: readonly string[]): string {
	const shown = names.slice(0, 10).join(", ");
	return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
