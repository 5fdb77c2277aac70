import { LocaldnsError } from "@localdns/core";
import type { NodeReturn } from "../../removal.ts";
import { heartbeatOf } from "./node-as-seen.ts";
import { type NodeChangeContext, seeAndTry } from "./turn-node.ts";

/**
 * Gives one node back, and believes it only when the cluster and a fresh pod there show it. Where K3s does not come back
 * with the former bytes, the program on the node has turned it again: `undone`. A node that came back and whose pods do
 * not resolve by the cluster DNS is `unclear`: it is given back, and the cluster DNS is what fails.
 *
 * A node that named the cache itself before localdns (taken over with --adopt) does so again afterwards. Its record stays
 * `returning`, since its pods are given the cache's address until that entry is taken out.
 */
export async function returnNode(
	context: NodeChangeContext,
	{ node }: { readonly node: string },
): Promise<NodeReturn> {
	const { cluster, access, records, timeoutMs, onChange, clusterDns } = context;
	const former = (await records.read()).get(node);
	onChange({ event: "node", node, state: "returning" });
	if (former !== undefined && former.state !== "returned")
		await records.write(node, { ...former, state: "returning" });
	const heartbeat = heartbeatOf(await cluster.get(`/api/v1/nodes/${encodeURIComponent(node)}`));
	const outcome = await access.giveBack(node, { patienceMs: timeoutMs });
	if (outcome.is !== "done") {
		if (former !== undefined && outcome.is !== "unclear") await records.write(node, former);
		onChange({ event: "node", node, state: "failed", text: outcome.error.message });
		return outcome;
	}
	const heartbeatAfter = outcome.restarted ? heartbeat : undefined;
	const named = await seeAndTry(context, node, { named: [], kubelet: clusterDns, heartbeatAfter });
	if (named instanceof LocaldnsError) {
		onChange({ event: "node", node, state: "failed", text: named.message });
		return { is: "unclear", error: named };
	}
	if (former?.addresses.some((address) => named.includes(address)) === true) {
		const text = `${node} names the cache by an entry that was there before localdns: cluster-dns=${named.join(",")}`;
		onChange({ event: "warning", text });
		return { is: "returned" };
	}
	if (former !== undefined && former.state !== "returned")
		await records.write(node, { ...former, state: "returned", returnedAt: await records.now() });
	onChange({ event: "node", node, state: "returned" });
	return { is: "returned" };
}
