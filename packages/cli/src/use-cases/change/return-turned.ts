import type { ClusterSnapshot } from "@localdns/core/cluster";
import type { NodeReturn, NodeToRestore } from "../../removal.ts";
import { ownAddresses } from "./nodes-to-restore.ts";
import { returnNode } from "./return-node.ts";
import type { NodeChangeContext } from "./turn-node.ts";

/**
 * Gives a node back whoever turned it. One without a record gets one first: pods that it has given the cache's address
 * keep it, and once the node is back nothing else would tell. Since when it gave that address nobody knows, so it counts
 * from when the cache was made.
 */
export async function returnTurned(
	context: NodeChangeContext,
	snapshot: ClusterSnapshot,
	{ node, why }: NodeToRestore,
): Promise<NodeReturn> {
	const { records } = context;
	if (why !== "no-record") return await returnNode(context, { node });
	const { daemonSet } = snapshot.cache;
	const since = daemonSet.known ? daemonSet.value?.createdAt : undefined;
	await records.write(node, {
		state: "turning",
		addresses: ownAddresses(snapshot),
		turningAt: since ?? new Date(0).toISOString(),
	});
	const outcome = await returnNode(context, { node });
	if (outcome.is === "refused" || outcome.is === "undone") await records.remove(node);
	return outcome;
}
